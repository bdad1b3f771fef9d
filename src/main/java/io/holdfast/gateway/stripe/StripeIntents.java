package io.holdfast.gateway.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.AuthorizationView.Status;
import io.holdfast.gateway.FailureCodes;
import io.holdfast.gateway.stripe.StripeIntent.Stage;
import io.holdfast.gateway.wire.WireId;
import io.holdfast.gateway.wire.WireJson;
import io.holdfast.money.Money;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/** Reads PaymentIntents, whether their {@code latest_charge} is expanded or not. */
final class StripeIntents {

    /** The shortest life that a card network gives a hold without the customer present: Visa's. To expect less than there is is safe. */
    static final Duration SHORTEST_LIFE = Duration.ofDays(4).plusHours(18);

    /** Ours are confirmed in the request that makes them; one that has seen no attempt for so long will not see one. */
    static final Duration LONGEST_CONFIRMATION = Duration.ofMinutes(10);

    /** A date further away is a mistake. */
    private static final Duration LONGEST_LIFE = Duration.ofDays(3_650);

    /** Why Stripe itself cancels. */
    private static final Set<String> LAPSED = Set.of("automatic", "expired");

    private static final Logger LOG = Logger.getLogger(StripeIntents.class);

    private final Clock clock;

    StripeIntents(Clock clock) {
        this.clock = clock;
    }

    /** As {@link #read(JsonNode, Optional)}, of what Stripe said at a time that is not known. */
    Optional<StripeIntent> read(JsonNode intent) {
        return read(intent, Optional.empty());
    }

    /**
     * Empty if it has no usable id, or no status that is known.
     *
     * @param at when Stripe said so, by its own clock: ours may be wrong, and to take an intent that is being confirmed for an old one would forget its hold
     */
    Optional<StripeIntent> read(JsonNode intent, Optional<Instant> at) {
        Optional<AuthorizationId> id = id(intent);
        Optional<Stage> stage = WireJson.text(intent, "status").flatMap(it -> stage(it, intent));
        return id.flatMap(known -> stage.map(it -> read(intent, known, it, at)));
    }

    private StripeIntent read(JsonNode intent, AuthorizationId id, Stage stage, Optional<Instant> at) {
        Status status = status(intent, stage, at);
        Optional<String> failureCode =
                status == Status.DECLINED ? Optional.of(failureCode(intent, stage)) : Optional.empty();
        return new StripeIntent(
                new AuthorizationView(
                        id,
                        status,
                        held(intent, id, status),
                        captured(intent, status),
                        failureCode,
                        failureCode.filter(FailureCodes::needsCustomer).isPresent(),
                        expiresAt(intent),
                        disputeId(intent),
                        created(intent)),
                stage);
    }

    /**
     * What was asked for. Of a live hold, what can still be captured counts too, with what was taken already (multicapture): if that is another sum, one of the two is
     * not what was asked, and nobody here knows which. The view then has none of them, so the log names both.
     */
    private static Optional<Money> held(JsonNode intent, AuthorizationId id, Status status) {
        Optional<Money> asked = StripeAmounts.money(intent.get("amount"), currency(intent));
        long capturable = intent.path("amount_capturable").asLong();
        if (status != Status.AUTHORIZED || capturable <= 0) {
            return asked;
        }
        Optional<Money> held = StripeAmounts.money(LongNode.valueOf(capturable + received(intent)), currency(intent));
        if (held.equals(asked)) {
            return asked;
        }
        LOG.warnf(
                "Stripe's intent %s contradicts itself: its amount is %s, and what can be captured of it, with what was, is %s",
                id.value(), named(asked), named(held));
        return Optional.empty();
    }

    private static String named(Optional<Money> amount) {
        return amount.map(Money::toString).orElse("unreadable");
    }

    private static Optional<Money> captured(JsonNode intent, Status status) {
        return switch (status) {
            case CAPTURED -> captured(intent);
            case AUTHORIZED ->
                received(intent) > 0 || capturesUnasked(intent)
                        ? StripeAmounts.money(LongNode.valueOf(received(intent)), currency(intent))
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static boolean capturesUnasked(JsonNode intent) {
        return WireJson.text(intent, "capture_method")
                .filter(it -> !it.equals("manual"))
                .isPresent();
    }

    /** In the smallest unit. Of a hold that was captured in part and lives on, or was given back then. */
    private static long received(JsonNode intent) {
        return intent.path("amount_received").asLong();
    }

    /** Its id, if it can be used in an address and kept. */
    Optional<AuthorizationId> id(JsonNode intent) {
        return WireJson.text(intent, "id").filter(WireId::isUsable).map(AuthorizationId::new);
    }

    /** The dispute that something of Stripe's was made for. */
    Optional<DisputeId> disputeId(JsonNode object) {
        return WireJson.text(object.path("metadata"), "dispute_id").flatMap(WireId::dispute);
    }

    /** When it was made, if that can be believed. */
    Optional<Instant> created(JsonNode intent) {
        return time(intent.path("created"));
    }

    /** Empty for a status that is not known. */
    private static Optional<Stage> stage(String status, JsonNode intent) {
        return switch (status) {
            case "requires_capture", "processing", "succeeded" -> Optional.of(Stage.OTHER);
            case "canceled" -> Optional.of(Stage.CANCELED);
            case "requires_action" -> Optional.of(Stage.WAITS_FOR_CUSTOMER);
            case "requires_confirmation" -> Optional.of(Stage.UNCONFIRMED);
            case "requires_payment_method" ->
                Optional.of(lastError(intent).isPresent() ? Stage.OTHER : Stage.UNCONFIRMED);
            default -> Optional.empty();
        };
    }

    private Status status(JsonNode intent, Stage stage, Optional<Instant> at) {
        return switch (stage) {
            // What was taken before it was cancelled stays taken.
            case CANCELED -> received(intent) > 0 ? Status.CAPTURED : canceled(intent);
            case WAITS_FOR_CUSTOMER -> Status.PENDING;
            case UNCONFIRMED -> isOld(intent, at) ? Status.DECLINED : Status.PENDING;
            case OTHER ->
                switch (intent.path("status").textValue()) {
                    case "requires_capture" -> Status.AUTHORIZED;
                    case "succeeded" -> Status.CAPTURED;
                    case "processing" -> Status.PENDING;
                    default -> Status.DECLINED;
                };
        };
    }

    /**
     * Stripe has one word for a hold that was given back, one that lapsed, and an intent that was dropped before there was a hold. The charge tells: an
     * intent without one, or with one that failed, never held anything.
     */
    private static Status canceled(JsonNode intent) {
        JsonNode charge = intent.path("latest_charge");
        boolean held = charge.path("status").asText().equals("succeeded");
        boolean failed = charge.path("status").asText().equals("failed")
                || lastError(intent).isPresent();
        if (failed && !held) {
            return Status.DECLINED;
        }
        if (LAPSED.contains(intent.path("cancellation_reason").asText())) {
            return Status.EXPIRED;
        }
        return charge.isNull() ? Status.DECLINED : Status.VOIDED;
    }

    private static String failureCode(JsonNode intent, Stage stage) {
        Optional<JsonNode> error = lastError(intent);
        if (error.isPresent()) {
            return StripeDeclines.ofCard(
                    WireJson.text(error.get(), "code"), WireJson.text(error.get(), "decline_code"));
        }
        JsonNode charge = intent.path("latest_charge");
        if (charge.isObject()) {
            return StripeDeclines.ofCard(
                    WireJson.text(charge, "failure_code"), WireJson.text(charge.path("outcome"), "reason"));
        }
        // Without an attempt that failed, only one that waited for the customer is ever cancelled: by us.
        return stage == Stage.CANCELED ? FailureCodes.AUTHENTICATION_REQUIRED : FailureCodes.PROCESSING_ERROR;
    }

    private static Optional<JsonNode> lastError(JsonNode intent) {
        return Optional.of(intent.path("last_payment_error")).filter(JsonNode::isObject);
    }

    /** What was taken; if the intent does not say so itself, by its charge. */
    private static Optional<Money> captured(JsonNode intent) {
        JsonNode charge = intent.path("latest_charge");
        JsonNode received =
                intent.hasNonNull("amount_received") ? intent.get("amount_received") : charge.get("amount_captured");
        return StripeAmounts.money(received, currency(intent));
    }

    private static Optional<String> currency(JsonNode intent) {
        return WireJson.text(intent, "currency");
    }

    private Instant expiresAt(JsonNode intent) {
        JsonNode card =
                intent.path("latest_charge").path("payment_method_details").path("card");
        return time(card.path("capture_before"))
                .orElseGet(() -> created(intent).orElseGet(clock::instant).plus(SHORTEST_LIFE));
    }

    private boolean isOld(JsonNode intent, Optional<Instant> at) {
        Optional<Instant> end = created(intent).map(it -> it.plus(LONGEST_CONFIRMATION));
        return at.filter(now -> end.filter(now::isAfter).isPresent()).isPresent();
    }

    private Optional<Instant> time(JsonNode epochSeconds) {
        if (!epochSeconds.isIntegralNumber() || !epochSeconds.canConvertToLong()) {
            return Optional.empty();
        }
        long seconds = epochSeconds.longValue();
        long now = clock.instant().getEpochSecond();
        boolean isReasonable = seconds > 0 && Math.abs(seconds - now) < LONGEST_LIFE.toSeconds();
        return isReasonable ? Optional.of(Instant.ofEpochSecond(seconds)) : Optional.empty();
    }
}
