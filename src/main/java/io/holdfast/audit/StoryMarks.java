package io.holdfast.audit;

import io.holdfast.dispute.model.ChainHead;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Where stories stood, as one entry of the access journal: the disputes in a column of their own, and for each of them, in that order, the sequence of its
 * last event and the first bytes of that event's hash.
 */
public final class StoryMarks {

    /** Of a SHA-256. Nobody finds a second story with the same first 96 bits. */
    static final int HASH_BYTES = 12;

    private static final int BYTES = Integer.BYTES + HASH_BYTES;
    private static final String HEADS = "heads";

    private StoryMarks() {}

    /**
     * @param sequence of the event that was the last one
     * @param hash its first bytes
     */
    public record Mark(UUID dispute, int sequence, byte[] hash) {

        public boolean fits(byte[] whole) {
            return Arrays.equals(hash, Arrays.copyOf(whole, HASH_BYTES));
        }
    }

    /** Takes up to so many. */
    static AccessEntry take(Map<UUID, ChainHead> marks, int most, String host) {
        List<UUID> disputes = new ArrayList<>();
        ByteBuffer heads = ByteBuffer.allocate(most * BYTES);
        Iterator<UUID> next = marks.keySet().iterator();
        while (next.hasNext() && disputes.size() < most) {
            UUID dispute = next.next();
            ChainHead head = marks.remove(dispute);
            disputes.add(dispute);
            heads.putInt(head.sequence()).put(head.hash(), 0, HASH_BYTES);
        }
        byte[] used = Arrays.copyOf(heads.array(), heads.position());
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(used);
        return new AccessEntry(
                AccessKind.STORY_MARKS, AccessEntry.SYSTEM, host, "marked", disputes, Map.of(HEADS, text));
    }

    /** @throws IllegalArgumentException if the text is not what {@link #take} wrote */
    public static List<Mark> read(List<UUID> disputes, Map<String, String> detail) {
        ByteBuffer heads = ByteBuffer.wrap(Base64.getUrlDecoder().decode(detail.getOrDefault(HEADS, "")));
        if (heads.remaining() != disputes.size() * BYTES) {
            throw new IllegalArgumentException("as many heads as disputes are expected");
        }
        List<Mark> marks = new ArrayList<>(disputes.size());
        for (UUID dispute : disputes) {
            int sequence = heads.getInt();
            byte[] hash = new byte[HASH_BYTES];
            heads.get(hash);
            marks.add(new Mark(dispute, sequence, hash));
        }
        return marks;
    }
}
