package io.holdfast.audit.verify;

import io.holdfast.audit.verify.OperationCheck.StoredOperation;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.Sealed;
import io.holdfast.dispute.model.TokenFingerprint;
import io.holdfast.secret.Secret;
import io.holdfast.secret.TokenSealer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongConsumer;

/** Pages through all disputes by their ids, each page with its stories and operations: what belongs to no dispute shows up between them. */
final class DisputesCheck {

    private static final int PAGE = 1_000;
    private static final UUID FIRST = new UUID(0, 0);
    private static final UUID LAST = new UUID(-1, -1);

    private static final String RECORDS =
            "SELECT " + StoredRecord.COLUMNS + " FROM dispute WHERE dispute_id > ? ORDER BY dispute_id LIMIT " + PAGE;

    private static final String EVENTS = "SELECT " + StoredEvent.COLUMNS
            + " FROM dispute_event WHERE dispute_id > ? AND dispute_id <= ? ORDER BY dispute_id, sequence";

    private static final String OPERATIONS = "SELECT " + StoredOperation.COLUMNS
            + " FROM gateway_operation WHERE dispute_id > ? AND dispute_id <= ? ORDER BY dispute_id, kind, n";

    private static final String NOBODYS = "SELECT EXISTS (SELECT FROM dispute WHERE dispute_id = ?) OR EXISTS"
            + " (SELECT FROM dispute_event WHERE dispute_id = ?) OR EXISTS"
            + " (SELECT FROM gateway_operation WHERE dispute_id = ?)";
    private static final String LOST_KEYS = "SELECT DISTINCT dispute_id FROM idempotency_key k"
            + " WHERE NOT EXISTS (SELECT FROM dispute d WHERE d.dispute_id = k.dispute_id) LIMIT 1000";

    private final Findings findings;
    private final Optional<TokenSealer> sealer;
    private final LongConsumer progress;
    private final StoryCheck stories;
    private final OperationCheck operations;
    private final Set<UUID> missing = new LinkedHashSet<>();
    private long disputes;
    private long events;

    DisputesCheck(Findings findings, Optional<TokenSealer> sealer, LongConsumer progress) {
        this.findings = findings;
        this.sealer = sealer;
        this.progress = progress;
        this.stories = new StoryCheck(findings);
        this.operations = new OperationCheck(findings);
    }

    void check(Connection database) throws SQLException {
        try (PreparedStatement records = database.prepareStatement(RECORDS);
                PreparedStatement stored = database.prepareStatement(EVENTS);
                PreparedStatement intents = database.prepareStatement(OPERATIONS)) {
            UUID after = FIRST;
            boolean more = true;
            while (more) {
                Map<UUID, StoredRecord> page = records(records, after);
                more = page.size() == PAGE;
                UUID end = more ? last(page) : LAST;
                checkPage(page, events(stored, after, end), operations(intents, after, end));
                after = end;
            }
        }
        nobodys(database);
        lostKeys(database);
    }

    /** Paging begins behind this id, which the service gives to no dispute. */
    private void nobodys(Connection database) throws SQLException {
        try (PreparedStatement statement = database.prepareStatement(NOBODYS)) {
            for (int i = 1; i <= 3; i++) {
                statement.setObject(i, FIRST);
            }
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                if (row.getBoolean(1)) {
                    findings.add(Finding.of(Finding.Kind.RECORD, FIRST, "was put there: no dispute has this id"));
                }
            }
        }
    }

    long disputes() {
        return disputes;
    }

    long events() {
        return events;
    }

    /** Whether it was already found that this dispute is missing. */
    boolean isMissing(UUID dispute) {
        return missing.contains(dispute);
    }

    private void checkPage(
            Map<UUID, StoredRecord> page,
            Map<UUID, List<StoredEvent>> told,
            Map<UUID, List<StoredOperation>> intended) {
        Set<UUID> all = new LinkedHashSet<>(page.keySet());
        all.addAll(told.keySet());
        all.addAll(intended.keySet());
        for (UUID dispute : all) {
            Optional<StoredRecord> record = Optional.ofNullable(page.get(dispute));
            List<StoredEvent> story = told.getOrDefault(dispute, List.of());
            if (record.isPresent() || !story.isEmpty()) {
                stories.check(dispute, record, story);
            }
            operations.check(dispute, record, story, intended.getOrDefault(dispute, List.of()));
            record.ifPresent(this::checkToken);
            if (record.isEmpty()) {
                missing.add(dispute);
            }
            events += story.size();
        }
        disputes += page.size();
        progress.accept(told.values().stream().mapToLong(List::size).sum());
    }

    private void checkToken(StoredRecord record) {
        if (sealer.isPresent()) {
            try {
                Secret token = sealer.get().open(new Sealed(record.sealedToken()), new DisputeId(record.id()));
                checkFingerprint(record, token);
            } catch (RuntimeException unopened) {
                findings.add(Finding.of(
                        Finding.Kind.RECORD,
                        record.id(),
                        "payment_token was changed, or its key is not in the keyset: it cannot be opened"));
            }
        }
    }

    /** By it the gateway's news of a token finds the dispute. One that an early version opened has none. */
    private void checkFingerprint(StoredRecord record, Secret token) {
        TokenFingerprint due = TokenFingerprint.of(record.value("gateway"), token.reveal());
        if (record.tokenFingerprint() != null && !Arrays.equals(record.tokenFingerprint(), due.bytes())) {
            findings.add(Finding.of(
                    Finding.Kind.RECORD,
                    record.id(),
                    "token_fingerprint was changed: it is not that of the payment token"));
        }
    }

    private void lostKeys(Connection database) throws SQLException {
        try (PreparedStatement keys = database.prepareStatement(LOST_KEYS);
                ResultSet rows = keys.executeQuery()) {
            while (rows.next()) {
                UUID dispute = rows.getObject(1, UUID.class);
                if (missing.add(dispute)) {
                    findings.add(Finding.of(
                            Finding.Kind.RECORD, dispute, "the dispute is missing; an idempotency key still names it"));
                }
            }
        }
    }

    private static UUID last(Map<UUID, StoredRecord> page) {
        UUID last = FIRST;
        for (UUID id : page.keySet()) {
            last = id;
        }
        return last;
    }

    private static Map<UUID, StoredRecord> records(PreparedStatement statement, UUID after) throws SQLException {
        statement.setObject(1, after);
        Map<UUID, StoredRecord> page = new LinkedHashMap<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                StoredRecord record = StoredRecord.read(rows);
                page.put(record.id(), record);
            }
        }
        return page;
    }

    private static Map<UUID, List<StoredEvent>> events(PreparedStatement statement, UUID after, UUID end)
            throws SQLException {
        statement.setObject(1, after);
        statement.setObject(2, end);
        Map<UUID, List<StoredEvent>> told = new LinkedHashMap<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                StoredEvent event = StoredEvent.read(rows);
                told.computeIfAbsent(event.dispute(), id -> new ArrayList<>()).add(event);
            }
        }
        return told;
    }

    private static Map<UUID, List<StoredOperation>> operations(PreparedStatement statement, UUID after, UUID end)
            throws SQLException {
        statement.setObject(1, after);
        statement.setObject(2, end);
        Map<UUID, List<StoredOperation>> intended = new LinkedHashMap<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                StoredOperation operation = StoredOperation.read(rows);
                intended.computeIfAbsent(operation.dispute(), id -> new ArrayList<>())
                        .add(operation);
            }
        }
        return intended;
    }
}
