package io.holdfast.audit;

import io.holdfast.dispute.model.ChainHead;
import io.holdfast.store.AccessRow;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** The chains of one run of a replica: one stream for each day, each begun with where the one before it ended. Used by one thread at a time. */
public final class AccessStream {

    private final Supplier<UUID> ids;
    private final String host;
    private End end = new End(null, null, ChainHead.START);
    private End kept = end;

    /** Where a chain stands; without a stream before the first one. */
    private record End(UUID stream, LocalDate day, ChainHead head) {}

    AccessStream(Supplier<UUID> ids, String host) {
        this.ids = ids;
        this.host = host;
    }

    /** The entry in its place, and the beginning of a stream before it where a day begins. */
    List<AccessRow> append(AccessEntry entry, Instant at) {
        List<AccessRow> rows = new ArrayList<>(2);
        LocalDate today = LocalDate.ofInstant(at, ZoneOffset.UTC);
        if (end.stream() == null || today.isAfter(end.day())) {
            Map<String, String> before = end.stream() == null
                    ? Map.of()
                    : Map.of(
                            "before", end.stream().toString(),
                            "sequence", Integer.toString(end.head().sequence()),
                            "hash", HexFormat.of().formatHex(end.head().hash()));
            end = new End(ids.get(), today, ChainHead.START);
            rows.add(chained(
                    new AccessEntry(AccessKind.JOURNAL_OPENED, AccessEntry.SYSTEM, host, "opened", List.of(), before),
                    at));
        }
        rows.add(chained(entry, at));
        return rows;
    }

    /** All that was appended is in the store. */
    void kept() {
        kept = end;
    }

    /** What was appended since the store last {@link #kept} it never came there, and is to be appended anew. */
    void back() {
        end = kept;
    }

    private AccessRow chained(AccessEntry entry, Instant at) {
        int sequence = end.head().sequence() + 1;
        String detail = JsonDetail.write(entry.detail());
        AccessRow draft = new AccessRow(
                end.stream(),
                sequence,
                entry.kind().code(),
                at,
                entry.actor(),
                entry.source(),
                entry.outcome(),
                entry.disputes(),
                detail,
                new byte[0]);
        byte[] hash = hash(end.head().hash(), draft);
        end = new End(end.stream(), end.day(), new ChainHead(sequence, hash));
        return new AccessRow(
                draft.stream(),
                sequence,
                draft.kind(),
                at,
                draft.actor(),
                draft.source(),
                draft.outcome(),
                draft.disputes(),
                detail,
                hash);
    }

    /** The hash that a row must have if {@code previous} is the hash of the row before it. */
    public static byte[] hash(byte[] previous, AccessRow row) {
        HashInput input = new HashInput()
                .add(previous)
                .add(row.stream())
                .add(row.sequence())
                .add(row.kind())
                .add(row.at())
                .add(row.actor())
                .add(row.source())
                .add(row.outcome())
                .add(row.disputes().size());
        row.disputes().forEach(input::add);
        return input.add(row.detail()).sha256();
    }
}
