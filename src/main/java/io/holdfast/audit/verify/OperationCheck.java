package io.holdfast.audit.verify;

import static io.holdfast.audit.verify.Finding.Kind.OPERATION;

import io.holdfast.audit.Counted;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.OperationKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Holds a dispute's gateway operations against its row and its story: as many as were counted, with the keys, amounts and targets they must have. */
final class OperationCheck {

    /** An operation, as it is stored. */
    record StoredOperation(UUID dispute, String kind, int n, String amount, String idempotencyKey, String target) {

        static final String COLUMNS = "dispute_id, kind, n, amount, idempotency_key, target";

        static StoredOperation read(ResultSet row) throws SQLException {
            return new StoredOperation(
                    row.getObject(1, UUID.class),
                    row.getString(2),
                    row.getInt(3),
                    StoredRecord.amount(row.getString(4)),
                    row.getString(5),
                    row.getString(6));
        }
    }

    private final Findings findings;

    OperationCheck(Findings findings) {
        this.findings = findings;
    }

    void check(UUID dispute, Optional<StoredRecord> record, List<StoredEvent> story, List<StoredOperation> operations) {
        for (StoredOperation operation : operations) {
            OperationKind kind = OperationKind.valueOf(operation.kind());
            if (!operation.idempotencyKey().equals(kind.idempotencyKey(new DisputeId(dispute), operation.n()))) {
                findings.add(Finding.of(
                        OPERATION, dispute, operation.n(), kind.lowerCase() + ": its idempotency_key was changed"));
            }
            boolean ofTheHold = kind.authorizes() && record.isPresent();
            if (ofTheHold && !record.get().value("hold_amount").equals(operation.amount())) {
                findings.add(Finding.of(
                        OPERATION, dispute, operation.n(), kind.lowerCase() + ": its amount is not that of the hold"));
            }
        }
        if (record.isEmpty()) {
            if (!operations.isEmpty()) {
                findings.add(Finding.of(
                        OPERATION,
                        dispute,
                        "the dispute is missing; operations of it are there: " + operations.size()));
            }
            return;
        }
        checkCaptures(record.get(), story, operations);
        // more than one where the token was traded before the first was ever sent: numbered without a gap
        int firsts = operations.stream()
                .filter(operation -> operation.kind().equals(OperationKind.AUTHORIZE.name()))
                .mapToInt(StoredOperation::n)
                .max()
                .orElse(1);
        count(record.get(), operations, OperationKind.AUTHORIZE, Math.max(firsts, 1));
        count(record.get(), operations, OperationKind.RENEW, counted(record.get(), "renewals"));
        count(record.get(), operations, OperationKind.CAPTURE, counted(record.get(), "captures"));
        count(record.get(), operations, OperationKind.VOID, counted(record.get(), "voids"));
        count(record.get(), operations, OperationKind.REFRESH, counted(record.get(), "refreshes"));
    }

    private void checkCaptures(StoredRecord record, List<StoredEvent> story, List<StoredOperation> operations) {
        List<StoredOperation> captures = operations.stream()
                .filter(operation -> operation.kind().equals(OperationKind.CAPTURE.name()))
                .toList();
        if (captures.isEmpty()) {
            return;
        }
        Asked asked = Asked.of(record, story);
        for (StoredOperation capture : captures) {
            if (!asked.amounts().contains(capture.amount())) {
                findings.add(Finding.of(
                        OPERATION,
                        record.id(),
                        capture.n(),
                        "capture: its amount is none that the story says was asked for"));
            }
            if (!asked.authorizations().contains(capture.target())) {
                findings.add(Finding.of(
                        OPERATION, record.id(), capture.n(), "capture: its target is no authorization of the dispute"));
            }
        }
    }

    private static int counted(StoredRecord record, String column) {
        return Integer.parseInt(record.value(column));
    }

    private void count(StoredRecord record, List<StoredOperation> operations, OperationKind kind, int due) {
        long found = operations.stream()
                .filter(operation -> operation.kind().equals(kind.name()))
                .count();
        if (found != due) {
            findings.add(Finding.of(
                    OPERATION,
                    record.id(),
                    kind.lowerCase() + ": " + Counted.of(found, "operation") + " where " + due
                            + (due == 1 ? " is due" : " are due")));
        }
    }
}
