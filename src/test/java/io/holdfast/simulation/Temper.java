package io.holdfast.simulation;

/** Decides what becomes of each call. */
@FunctionalInterface
public interface Temper {

    Fate fate(Call call);
}
