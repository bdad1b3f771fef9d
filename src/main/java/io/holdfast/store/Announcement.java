package io.holdfast.store;

import java.util.Objects;

/**
 * What is to be told to one channel of one change of a dispute; committed with the change or not at all.
 *
 * @param channel the name of a channel
 * @param sequence of the last event that it tells of
 * @param body a text that the channel understands, without a payment token or anything of a card
 */
public record Announcement(String channel, int sequence, String body) {

    public Announcement {
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(body, "body");
    }
}
