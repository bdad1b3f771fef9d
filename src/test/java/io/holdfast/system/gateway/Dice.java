package io.holdfast.system.gateway;

import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Decides by chance, and for the same subject's n-th time always the same. */
final class Dice {

    private final Temperament temperament;
    private final Map<String, AtomicInteger> times = new ConcurrentHashMap<>();
    private volatile boolean good;

    Dice(Temperament temperament) {
        this.temperament = temperament;
    }

    /** From now on nothing goes wrong. */
    void beGood() {
        good = true;
    }

    boolean isGood() {
        return good;
    }

    /** For what is decided once. */
    Random of(String subject) {
        return new Random(temperament.seed() * 31 + subject.hashCode());
    }

    /** For what is decided each time. */
    Random next(String subject) {
        int time = times.computeIfAbsent(subject, none -> new AtomicInteger()).incrementAndGet();
        return of(subject + '#' + time);
    }

    /** Whether a new connection is reset before anything was said. */
    boolean slams() {
        return !good && next("connection").nextInt(100) < temperament.faultPercent() / 6;
    }

    Misdeed misdeed(String subject) {
        if (good) {
            return Misdeed.NONE;
        }
        Random random = next(subject);
        if (random.nextInt(100) >= temperament.faultPercent()) {
            return Misdeed.NONE;
        }
        Misdeed[] all = Misdeed.values();
        return all[1 + random.nextInt(all.length - 1)];
    }
}
