package io.holdfast.store.overview;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * What happened in one stretch of time, at one gateway, in one currency.
 *
 * @param at where the stretch begins
 * @param charged less those that were taken back; below zero if only their end fell into this stretch
 * @param heldIn money that came to be held, in major units
 * @param heldOut money that ceased to be held, in major units
 * @param placingTimes holds that were placed, by {@link PlacingTime}
 */
public record Flow(
        Instant at,
        String gateway,
        String currency,
        long opened,
        long placed,
        long declined,
        long released,
        long charged,
        long expired,
        BigDecimal heldIn,
        BigDecimal heldOut,
        List<Long> placingTimes) {}
