/** Commands that speak to a running Holdfast over HTTP. They start no server and load none of Quarkus. */
package io.holdfast.cli.remote;
