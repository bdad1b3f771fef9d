/** What all packages say alike about settings. */
package io.holdfast.settings;
