/**
 * Finds card numbers and card-data keys, so that they can be refused at the door and masked on the way out.
 *
 * <p>Plain Java at the bottom of the system: it knows no framework, keeps no state and never hands out what it found,
 * only where it is. What counts as a card number, and why, is written in {@code docs/card-data.md}.
 */
package io.holdfast.carddata;
