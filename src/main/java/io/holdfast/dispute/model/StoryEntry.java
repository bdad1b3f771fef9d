package io.holdfast.dispute.model;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * One thing that happened.
 *
 * @param actor who caused it: {@code system}, {@code gateway:<name>}, or the name of a credential
 * @param detail a few plain facts, never a token, a payload or anything of a card; sorted by key, because it is hashed
 */
public record StoryEntry(StoryType type, String actor, Map<String, String> detail) {

    public StoryEntry {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(actor, "actor");
        detail = new TreeMap<>(detail);
    }

    /** With one more fact. */
    public StoryEntry with(String key, String value) {
        Map<String, String> more = new TreeMap<>(detail);
        more.put(key, value);
        return new StoryEntry(type, actor, more);
    }
}
