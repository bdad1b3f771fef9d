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
    private UUID stream;
    private LocalDate day;
    private ChainHead head = ChainHead.START;

    AccessStream(Supplier<UUID> ids, String host) {
        this.ids = ids;
        this.host = host;
    }

    /** The entry in its place, and the beginning of a stream before it where a day begins. */
    List<AccessRow> append(AccessEntry entry, Instant at) {
        List<AccessRow> rows = new ArrayList<>(2);
        LocalDate today = LocalDate.ofInstant(at, ZoneOffset.UTC);
        if (stream == null || today.isAfter(day)) {
            Map<String, String> before = stream == null
                    ? Map.of()
                    : Map.of(
                            "before", stream.toString(),
                            "sequence", Integer.toString(head.sequence()),
                            "hash", HexFormat.of().formatHex(head.hash()));
            stream = ids.get();
            day = today;
            head = ChainHead.START;
            rows.add(chained(
                    new AccessEntry(AccessKind.JOURNAL_OPENED, AccessEntry.SYSTEM, host, "opened", List.of(), before),
                    at));
        }
        rows.add(chained(entry, at));
        return rows;
    }

    private AccessRow chained(AccessEntry entry, Instant at) {
        int sequence = head.sequence() + 1;
        String detail = JsonDetail.write(entry.detail());
        AccessRow draft = new AccessRow(
                stream,
                sequence,
                entry.kind().code(),
                at,
                entry.actor(),
                entry.source(),
                entry.outcome(),
                entry.disputes(),
                detail,
                new byte[0]);
        byte[] hash = hash(head.hash(), draft);
        head = new ChainHead(sequence, hash);
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
