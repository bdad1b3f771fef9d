/** HTTP to those who are told: bounded in time and size, and to no place that was not meant. */
package io.holdfast.notify.wire;
