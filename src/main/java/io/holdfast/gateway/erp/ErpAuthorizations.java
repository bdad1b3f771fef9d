package io.holdfast.gateway.erp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.FailureCodes;
import io.holdfast.gateway.wire.WireId;
import io.holdfast.gateway.wire.WireJson;
import io.holdfast.gateway.wire.WireMoney;
import io.holdfast.money.Money;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the gateway's authorizations. */
final class ErpAuthorizations {

    /** Card networks let an authorization live this long at least; to expect less than the gateway gives is safe, to expect more is not. */
    private static final Duration DEFAULT_LIFE = Duration.ofDays(7);

    /** A date further away is a mistake. */
    private static final Duration LONGEST_LIFE = Duration.ofDays(3_650);

    /** RFC 3339, 5.6, lets a blank stand for the T, and seconds have more digits than Java reads. */
    private static final Pattern BLANK = Pattern.compile("(?<=^\\d{4}-\\d{2}-\\d{2}) ");

    private static final Pattern TOO_FINE = Pattern.compile("(?<=\\.\\d{9})\\d+");

    private static final Map<String, AuthorizationView.Status> STATUSES = Map.of(
            "pending", AuthorizationView.Status.PENDING,
            "authorized", AuthorizationView.Status.AUTHORIZED,
            "declined", AuthorizationView.Status.DECLINED,
            "captured", AuthorizationView.Status.CAPTURED,
            "voided", AuthorizationView.Status.VOIDED,
            "expired", AuthorizationView.Status.EXPIRED);

    private final Clock clock;

    ErpAuthorizations(Clock clock) {
        this.clock = clock;
    }

    /** Empty if it has no usable id, or no status that is known. */
    Optional<AuthorizationView> read(JsonNode authorization) {
        Optional<AuthorizationId> id = id(authorization);
        Optional<String> currency = WireJson.text(authorization, "currency");
        Optional<AuthorizationView.Status> status = WireJson.text(authorization, "status")
                .map(STATUSES::get)
                .map(told -> standing(told, authorization, currency));
        if (id.isEmpty() || status.isEmpty()) {
            return Optional.empty();
        }
        boolean declined = status.get() == AuthorizationView.Status.DECLINED;
        Optional<String> failureCode = declined
                ? Optional.of(DeclineCodes.failureCode(WireJson.text(authorization, "decline_code")))
                : Optional.empty();
        return Optional.of(new AuthorizationView(
                id.get(),
                status.get(),
                WireMoney.inMajorUnits(authorization.get("amount"), currency),
                captured(authorization, status.get(), currency),
                failureCode,
                failureCode.filter(FailureCodes::needsCustomer).isPresent(),
                expiresAt(authorization),
                disputeId(authorization),
                time(authorization, "created_at")));
    }

    /** What was taken of a hold before it was given back, or lapsed, stays taken. */
    private static AuthorizationView.Status standing(
            AuthorizationView.Status told, JsonNode authorization, Optional<String> currency) {
        boolean heldNoMore = told == AuthorizationView.Status.VOIDED || told == AuthorizationView.Status.EXPIRED;
        boolean isTaken =
                taken(authorization, currency).filter(it -> !it.isZero()).isPresent();
        return heldNoMore && isTaken ? AuthorizationView.Status.CAPTURED : told;
    }

    private static Optional<Money> taken(JsonNode authorization, Optional<String> currency) {
        return WireMoney.inMajorUnits(authorization.get("captured_amount"), currency);
    }

    /** Of a live hold nothing is captured, or somebody has done what nobody here asked for. */
    private static Optional<Money> captured(
            JsonNode authorization, AuthorizationView.Status status, Optional<String> currency) {
        Optional<Money> captured = taken(authorization, currency);
        return switch (status) {
            case CAPTURED -> captured;
            case AUTHORIZED -> {
                boolean isManual = WireJson.text(authorization, "capture_method")
                        .filter(it -> !it.equalsIgnoreCase("manual"))
                        .isEmpty();
                yield captured.filter(it -> !it.isZero())
                        .or(() -> isManual ? Optional.empty() : WireMoney.inMajorUnits(IntNode.valueOf(0), currency));
            }
            default -> Optional.empty();
        };
    }

    /** The authorization's id, if it can be used in an address and kept. */
    Optional<AuthorizationId> id(JsonNode authorization) {
        return WireJson.text(authorization, "id").filter(WireId::isUsable).map(AuthorizationId::new);
    }

    /** The dispute it was placed for. */
    Optional<DisputeId> disputeId(JsonNode authorization) {
        return WireJson.text(authorization.path("metadata"), "dispute_id").flatMap(WireId::dispute);
    }

    /** A time in an answer, as fine as the database keeps it; empty if it is missing, unreadable, or unreasonably far away. */
    Optional<Instant> time(JsonNode object, String key) {
        return WireJson.text(object, key).flatMap(ErpAuthorizations::instant).filter(this::isReasonable);
    }

    private Instant expiresAt(JsonNode authorization) {
        return time(authorization, "expires_at")
                .orElseGet(() -> time(authorization, "created_at")
                        .orElseGet(clock::instant)
                        .plus(DEFAULT_LIFE));
    }

    private boolean isReasonable(Instant time) {
        return Duration.between(clock.instant(), time).abs().compareTo(LONGEST_LIFE) < 0;
    }

    private static Optional<Instant> instant(String text) {
        String time = TOO_FINE.matcher(BLANK.matcher(text).replaceFirst("T")).replaceFirst("");
        try {
            return Optional.of(OffsetDateTime.parse(time).toInstant().truncatedTo(ChronoUnit.MICROS));
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }
}
