package io.holdfast.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.audit.RecordPrint;
import io.holdfast.audit.verify.OperationCheck.StoredOperation;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.OperationKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A charge that failed, a renewal, and a charge of the new hold: what may look odd and is right. */
class OperationCheckTest {

    private static final UUID DISPUTE = UUID.fromString("018f3c2e-7a5b-7c1d-9e2f-1a2b3c4d5e6f");

    private final Findings findings = new Findings();
    private final List<StoredEvent> story = List.of(
            event(1, "dispute.opened", "{\"amount\":\"49.99 USD\",\"gateway\":\"erp\"}"),
            event(2, "hold.placed", "{\"authorization\":\"auth_1\"}"),
            event(3, "charge.requested", "{\"amount\":\"20.00 USD\"}"),
            event(4, "charge.failed", "{\"failure_code\":\"capture_failed\"}"),
            event(5, "hold.renewed", "{\"authorization\":\"auth_2\",\"before\":\"auth_1\"}"),
            event(6, "charge.requested", "{\"amount\":\"30.50 USD\"}"),
            event(7, "hold.charged", "{\"amount\":\"31.00 USD\"}"));

    @Test
    void aChargeThatFailedAndOneOfTheRenewedHoldAreBothGood() {
        // when
        check(capture(1, "20", "auth_1"), capture(2, "30.5", "auth_2"));

        // then
        assertThat(findings.kept()).isEmpty();
    }

    @Test
    void anAmountThatWasCapturedAndNotAskedForIsNoneToCapture() {
        // when
        check(capture(1, "20", "auth_1"), capture(2, "31", "auth_2"));

        // then
        assertThat(findings.kept()).singleElement().matches(it -> it.problem().startsWith("capture: its amount"));
    }

    @Test
    void anotherHoldIsNoneToCapture() {
        // when
        check(capture(1, "20", "auth_1"), capture(2, "30.5", "auth_3"));

        // then
        assertThat(findings.kept()).singleElement().matches(it -> it.problem().startsWith("capture: its target"));
    }

    private void check(StoredOperation... captures) {
        List<StoredOperation> all = new ArrayList<>(List.of(captures));
        all.add(operation(OperationKind.AUTHORIZE, 1, "49.99", null));
        all.add(operation(OperationKind.RENEW, 1, "49.99", null));
        new OperationCheck(findings).check(DISPUTE, Optional.of(record()), story, all);
    }

    private static StoredRecord record() {
        Map<String, String> values = Map.of(
                "hold_amount", "49.99",
                "authorization_id", "auth_2",
                "charged_amount", "31",
                "renewals", "1",
                "captures", "2",
                "voids", "0",
                "refreshes", "0");
        return new StoredRecord(
                DISPUTE,
                7,
                new byte[32],
                RecordPrint.COLUMNS.stream().map(values::get).toList(),
                new byte[0],
                null);
    }

    private static StoredOperation capture(int n, String amount, String target) {
        return operation(OperationKind.CAPTURE, n, amount, target);
    }

    private static StoredOperation operation(OperationKind kind, int n, String amount, String target) {
        return new StoredOperation(
                DISPUTE, kind.name(), n, amount, kind.idempotencyKey(new DisputeId(DISPUTE), n), target);
    }

    private static StoredEvent event(int sequence, String type, String detail) {
        return new StoredEvent(DISPUTE, sequence, type, Instant.EPOCH, "anna", detail, new byte[32]);
    }
}
