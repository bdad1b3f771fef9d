package io.holdfast.store.overview;

/**
 * How much there is to do.
 *
 * @param attention disputes that need a person, at most {@link OverviewPages#MOST_COUNTED}
 * @param lapsing holds that lapse soon, at most as many
 */
public record Work(int attention, int lapsing) {}
