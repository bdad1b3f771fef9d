package io.holdfast.audit;

import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.Hold;
import io.holdfast.dispute.model.HoldState;
import io.holdfast.dispute.model.Settlement;
import io.holdfast.dispute.model.Terms;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/**
 * A fingerprint of a dispute's row, which the last event of each change seals in the story: a row that is edited behind the service's back contradicts it.
 *
 * <p>First 16 bytes of a SHA-256 over the columns in {@link #COLUMNS}, which prove it; then a byte for each column, which tells which one it was. Left out
 * is what only says when to look next (lease, work_at, version, question), the reasons for attention that a heavier one hides, of which the story tells one by one, the
 * sealed token, which has a seal of its own and changes when keys are rotated, and the end of the chain.
 */
public final class RecordPrint {

    /** Under this name an event holds the print. */
    public static final String FACT = "record";

    /** The columns, in the order of the print. */
    public static final List<String> COLUMNS = List.of(
            "customer_account_id",
            "hold_amount",
            "currency",
            "gateway",
            "shopper_reference",
            "gateway_customer_id",
            "reason_code",
            "call_center_id",
            "conversation_id",
            "opened_by",
            "created_at",
            "status",
            "authorization_id",
            "hold_expires_at",
            "charged_amount",
            "failure_code",
            "pending_action",
            "pending_amount",
            "attention",
            "surplus",
            "renewals",
            "captures",
            "voids",
            "refreshes",
            "renew_at",
            "refresh_at",
            "updated_at");

    private static final int PROOF_BYTES = 16;

    /** Between the elements of a list; no id has it. */
    public static final String BETWEEN = "\u001f";

    private RecordPrint() {}

    /** @param updatedAt as it will be stored */
    public static String of(Dispute dispute, Instant updatedAt) {
        Terms terms = dispute.terms();
        HoldState state = dispute.state();
        List<String> values = new ArrayList<>(COLUMNS.size());
        values.add(terms.customerAccountId());
        values.add(amount(terms.amount().amount()));
        values.add(terms.amount().currency().getCurrencyCode());
        values.add(terms.gateway());
        values.add(terms.shopperReference().orElse(null));
        values.add(terms.gatewayCustomerId().orElse(null));
        values.add(terms.reasonCode());
        values.add(terms.callCenterId());
        values.add(terms.conversationId().orElse(null));
        values.add(terms.openedBy());
        values.add(time(dispute.createdAt()));
        values.add(state.status().name());
        values.add(state.authorizationId().map(AuthorizationId::value).orElse(null));
        values.add(state.hold().map(Hold::expiresAt).map(RecordPrint::time).orElse(null));
        values.add(
                state instanceof HoldState.Charged charged
                        ? amount(charged.amount().amount())
                        : null);
        values.add(state instanceof HoldState.Failed failed ? failed.failureCode() : null);
        values.add(dispute.pending()
                .map(pending -> pending instanceof Settlement.Release ? "RELEASE" : "CHARGE")
                .orElse(null));
        values.add(dispute.pending()
                .filter(Settlement.Charge.class::isInstance)
                .map(pending -> amount(((Settlement.Charge) pending).amount().amount()))
                .orElse(null));
        values.add(dispute.attention().map(Enum::name).orElse(null));
        values.add(dispute.surplus().stream().map(AuthorizationId::value).collect(Collectors.joining(BETWEEN)));
        values.add(Integer.toString(dispute.counters().renewals()));
        values.add(Integer.toString(dispute.counters().captures()));
        values.add(Integer.toString(dispute.counters().voids()));
        values.add(Integer.toString(dispute.counters().refreshes()));
        values.add(dispute.upkeep().renewAt().map(RecordPrint::time).orElse(null));
        values.add(dispute.upkeep().refreshAt().map(RecordPrint::time).orElse(null));
        values.add(time(updatedAt));
        return of(values);
    }

    /** @param values of {@link #COLUMNS}: amounts by {@link #amount}, times in microseconds since 1970, null for none */
    public static String of(List<String> values) {
        HashInput input = new HashInput();
        byte[] print = new byte[PROOF_BYTES + COLUMNS.size()];
        for (int i = 0; i < COLUMNS.size(); i++) {
            byte[] value = values.get(i) == null ? null : values.get(i).getBytes(StandardCharsets.UTF_8);
            if (value == null) {
                input.add(-1);
            } else {
                input.add(value);
            }
            print[PROOF_BYTES + i] = hint(value);
        }
        System.arraycopy(input.sha256(), 0, print, 0, PROOF_BYTES);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(print);
    }

    /** The columns in which two prints differ, as far as their hints tell; empty if the prints are the same or tell nothing. */
    public static List<String> differences(String one, String other) {
        Optional<byte[]> first = bytes(one);
        Optional<byte[]> second = bytes(other);
        List<String> columns = new ArrayList<>();
        if (first.isPresent() && second.isPresent()) {
            for (int i = 0; i < COLUMNS.size(); i++) {
                if (first.get()[PROOF_BYTES + i] != second.get()[PROOF_BYTES + i]) {
                    columns.add(COLUMNS.get(i));
                }
            }
        }
        return columns;
    }

    private static Optional<byte[]> bytes(String print) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(print);
            return bytes.length == PROOF_BYTES + COLUMNS.size() ? Optional.of(bytes) : Optional.empty();
        } catch (IllegalArgumentException changed) {
            return Optional.empty();
        }
    }

    private static byte hint(byte[] value) {
        if (value == null) {
            return 0;
        }
        CRC32 crc = new CRC32();
        crc.update(value);
        return (byte) (1 + Math.floorMod(crc.getValue(), 255));
    }

    /** As PostgreSQL may pad it, and as we have it, alike. */
    public static String amount(BigDecimal amount) {
        return amount == null ? null : amount.stripTrailingZeros().toPlainString();
    }

    public static String time(Instant time) {
        return Long.toString(HashInput.micros(time));
    }
}
