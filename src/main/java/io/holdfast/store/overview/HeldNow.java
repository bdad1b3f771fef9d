package io.holdfast.store.overview;

import java.math.BigDecimal;

/**
 * Live holds of one currency and one class of age.
 *
 * @param age index of the class, the youngest first
 * @param amount in major units
 */
public record HeldNow(String currency, int age, long holds, BigDecimal amount) {}
