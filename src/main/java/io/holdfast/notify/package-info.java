/**
 * The outbox's readers. What others must be told is committed with the change it tells of; from there it is read, told at least once and in the order of
 * each dispute's story, and given up after a limit. Nothing here is ever in the way of a hold.
 */
package io.holdfast.notify;
