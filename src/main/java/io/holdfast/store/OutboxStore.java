package io.holdfast.store;

import io.holdfast.dispute.model.DisputeId;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What is committed and not yet told, for the readers of the outbox. Every method is one transaction, or two where it says so.
 *
 * <p>Who has taken a parcel has a lease of it, by the store's own clock. One whose lease is gone changes nothing any more.
 */
public interface OutboxStore {

    /**
     * The oldest untold messages of one dispute for one channel.
     *
     * @param attempts to tell the first message, this one included
     * @param age since when nothing could be told
     * @param messages at least one, in order
     */
    record Parcel(DisputeId dispute, UUID lease, int attempts, Duration age, List<Message> messages) {

        /** The sequence up to which all is told once these messages are. */
        public int lastSequence() {
            return messages.get(messages.size() - 1).sequence();
        }

        /** Its first message alone. */
        public Parcel first() {
            return new Parcel(dispute, lease, attempts, age, messages.subList(0, 1));
        }
    }

    /** @param sequence of the last event that it tells of; with the dispute it names the message for ever */
    record Message(int sequence, String body) {}

    /** How many disputes have something untold for a channel, and since when the oldest. */
    record Waiting(String channel, long count, Duration oldest) {}

    /**
     * What nobody will be told any more.
     *
     * @param parcels of how many disputes
     * @param messages in all of them
     * @param named some of the disputes
     */
    record Forgotten(String channel, int parcels, int messages, List<DisputeId> named) {}

    /**
     * Takes what is due, longest due first, for the caller alone.
     *
     * @param limit at most so many parcels
     * @param messages at most so many of each
     */
    Uni<List<Parcel>> take(String channel, int limit, int messages, UUID lease, Duration leaseTime);

    /**
     * Forgets what is told, up to these sequences. The parcels that have more are due at once. Takes a second statement if there are any.
     *
     * @return how many have more
     */
    Uni<Integer> told(String channel, UUID lease, Map<DisputeId, Integer> upTo);

    /** Gives parcels back, to be tried again later: this attempt has failed. */
    Uni<Void> putOff(String channel, UUID lease, Collection<DisputeId> parcels, Duration pause);

    /** Gives parcels back as they were taken, for somebody to try later: this was no attempt. */
    Uni<Void> giveBack(String channel, UUID lease, Collection<DisputeId> parcels, Duration pause);

    Uni<List<Waiting>> waiting();

    /**
     * Forgets what could not be told for so long, whatever the channel. What somebody is at just now is left for another time.
     *
     * @param limit at most so many parcels
     * @param named at most so many disputes of each channel are named
     * @return one for each channel of which something was forgotten
     */
    Uni<List<Forgotten>> forget(Duration age, int limit, int named);
}
