package io.holdfast.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.holdfast.dispute.model.ChainHead;
import io.holdfast.dispute.model.ChainedEntry;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.StoryEntry;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Chains the events of one dispute by SHA-256, so that a changed, removed, reordered or inserted one shows.
 *
 * <p>The hash covers the hash before it, then dispute id, sequence, type, time (microseconds since 1970), actor and detail, each with its length
 * in front, so that no two different entries have the same bytes.
 */
public final class HashChain {

    private static final JsonMapper JSON = new JsonMapper();

    private HashChain() {}

    /** @param at in whole microseconds, which is what PostgreSQL keeps */
    public static List<ChainedEntry> append(ChainHead head, DisputeId dispute, List<StoryEntry> entries, Instant at) {
        List<ChainedEntry> chained = new ArrayList<>(entries.size());
        byte[] previous = head.hash();
        int sequence = head.sequence();
        for (StoryEntry entry : entries) {
            sequence++;
            String detail = json(entry.detail());
            byte[] hash = hash(previous, dispute, sequence, entry.type().code(), at, entry.actor(), detail);
            chained.add(new ChainedEntry(sequence, entry.type().code(), at, entry.actor(), detail, hash));
            previous = hash;
        }
        return chained;
    }

    /** The hash that an entry must have if {@code previous} is the hash of the entry before it. */
    public static byte[] hash(
            byte[] previous, DisputeId dispute, int sequence, String type, Instant at, String actor, String detail) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeInt(previous.length);
            out.write(previous);
            out.writeLong(dispute.value().getMostSignificantBits());
            out.writeLong(dispute.value().getLeastSignificantBits());
            out.writeInt(sequence);
            writeText(out, type);
            out.writeLong(at.getEpochSecond() * 1_000_000 + at.getNano() / 1_000);
            writeText(out, actor);
            writeText(out, detail);
            return MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
    }

    private static String json(Map<String, String> detail) {
        try {
            return JSON.writeValueAsString(detail);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of strings is always JSON", e);
        }
    }
}
