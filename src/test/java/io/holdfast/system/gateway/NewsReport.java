package io.holdfast.system.gateway;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How the gateway's news was answered. */
public final class NewsReport {

    private final Map<String, Integer> answers = new TreeMap<>();

    synchronized void kept() {
        answers.merge("never sent", 1, Integer::sum);
    }

    synchronized void answered(boolean forged, Optional<Integer> status) {
        String word = status.map(it -> Integer.toString(it)).orElse("no answer");
        answers.merge((forged ? "forged " : "genuine ") + word, 1, Integer::sum);
    }

    /** How often each answer came: {@code genuine 204}, {@code forged 401}, {@code genuine no answer}. */
    public synchronized Map<String, Integer> answers() {
        return new TreeMap<>(answers);
    }
}
