/** What all commands share: where they print, in which form, how far they are, and how they fail. Loads neither Quarkus nor Jackson until it must. */
package io.holdfast.cli.console;
