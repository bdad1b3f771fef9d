package io.holdfast.dispute;

import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.ChainHead;
import io.holdfast.dispute.model.Counters;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.GatewayOperation;
import io.holdfast.dispute.model.Hold;
import io.holdfast.dispute.model.HoldState;
import io.holdfast.dispute.model.OperationId;
import io.holdfast.dispute.model.OperationKind;
import io.holdfast.dispute.model.Sealed;
import io.holdfast.dispute.model.Terms;
import io.holdfast.dispute.model.Upkeep;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.Capabilities;
import io.holdfast.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A gateway such as Adyen: what it says late, twice or in any order must neither harm nor be lost, for nobody can ask how things stand. */
abstract class NewsCase {

    static final Instant OPENED = Instant.parse("2026-11-22T10:00:00Z");
    static final Instant EXPIRES = OPENED.plus(Duration.ofDays(7));
    static final Duration SLOW = Duration.ofMinutes(10);
    static final Duration PATIENCE = Duration.ofHours(1);
    static final HoldPolicy POLICY =
            new HoldPolicy(Duration.ofHours(24), Duration.ofDays(60), Duration.ofDays(30), PATIENCE, SLOW);
    static final Capabilities MUTE = new Capabilities(false, false, false, false, Optional.of(Duration.ofDays(6)));

    static final Money FIFTY = Money.of("49.99", "USD");
    static final Money TWENTY = Money.of("20.00", "USD");
    static final AuthorizationId PSP = new AuthorizationId("NC6HT9CRT65ZGN82");
    static final AuthorizationId OTHER = new AuthorizationId("QFQTPCQ8HXSKGK82");
    static final Hold HOLD = new Hold(PSP, EXPIRES);
    static final HoldState HELD = new HoldState.Held(HOLD);
    static final HoldState CHARGED = new HoldState.Charged(HOLD, TWENTY);
    static final HoldState KNOWN = HoldState.Initiated.NEW.known(PSP);
    static final HoldState RELEASED = new HoldState.Released(HOLD);
    static final OperationId ID = new OperationId(UUID.fromString("018f3c2e-7a5b-7c1d-9e2f-000000000001"));

    /** Of every operation here. */
    static final String KEY = "key";

    final Conclusion conclusion = new Conclusion(POLICY, Duration.ofSeconds(10), MUTE);
    final Hearsay hearsay = new Hearsay(POLICY, Duration.ofSeconds(10), MUTE);

    /** As {@link HearNews} does: what is on record is not news. */
    void hear(Draft draft, AuthorizationView view) {
        hear(draft, view, Optional.empty());
    }

    void hear(Draft draft, AuthorizationView view, String reference) {
        hear(draft, view, Optional.of(reference));
    }

    private void hear(Draft draft, AuthorizationView view, Optional<String> reference) {
        hear(draft, view, reference, Remembered.NOTHING);
    }

    void hear(Draft draft, AuthorizationView view, Optional<String> reference, Remembered remembered) {
        if (!Word.agrees(draft.dispute(), view)
                || RequestTold.isAnotherCapture(draft.dispute(), view, reference, remembered.overtaken())
                || Word.isEndToRemember(draft.dispute(), view)) {
            hearsay.heard(draft, view, reference, remembered);
        }
    }

    static Step step(Dispute dispute, Instant now) {
        return new Situation(dispute, MUTE, POLICY, false, now).next(Optional.empty());
    }

    static Draft draft(Dispute dispute) {
        return new Draft(dispute, "gateway:adyen", OPENED);
    }

    static Optional<GatewayOperation> sent(OperationKind kind) {
        return Optional.of(intended(kind));
    }

    static GatewayOperation intended(OperationKind kind) {
        return intended(kind, KEY);
    }

    static GatewayOperation intended(OperationKind kind, String key) {
        return GatewayOperation.intended(
                ID,
                kind,
                1,
                kind.authorizes() ? Optional.empty() : Optional.of(PSP),
                Optional.of(kind == OperationKind.CAPTURE ? TWENTY : FIFTY),
                key,
                new Sealed(new byte[0]),
                OPENED,
                Optional.empty());
    }

    static Dispute dispute(HoldState state) {
        Terms terms = new Terms(
                "ACC-1001",
                FIFTY,
                "adyen",
                "R",
                "CC-001",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "test");
        return new Dispute(
                new DisputeId(UUID.fromString("018f3c2e-7a5b-7c1d-9e2f-1a2b3c4d5e6f")),
                1,
                terms,
                new Sealed(new byte[0]),
                Optional.empty(),
                state,
                Optional.empty(),
                Set.of(),
                List.of(),
                Counters.NONE,
                Optional.empty(),
                Optional.empty(),
                Upkeep.NONE,
                ChainHead.START,
                Optional.empty(),
                OPENED,
                OPENED);
    }

    static AuthorizationView view(AuthorizationId id, AuthorizationView.Status status) {
        return switch (status) {
            case CAPTURED -> captured(TWENTY);
            case CAPTURE_REFUSED, CAPTURE_FAILED -> view(id, status, TWENTY);
            default -> view(id, status, FIFTY);
        };
    }

    static AuthorizationView view(AuthorizationId id, AuthorizationView.Status status, Money amount) {
        return new AuthorizationView(
                id, status, Optional.of(amount), Optional.empty(), Optional.empty(), false, EXPIRES, Optional.empty());
    }

    /** Money that was taken of a hold of this amount. */
    static AuthorizationView taken(AuthorizationId id, AuthorizationView.Status status, Money amount, Money captured) {
        return new AuthorizationView(
                id,
                status,
                Optional.of(amount),
                Optional.of(captured),
                Optional.empty(),
                false,
                EXPIRES,
                Optional.empty());
    }

    static AuthorizationView captured(Money amount) {
        return captured(PSP, amount);
    }

    static AuthorizationView captured(AuthorizationId id, Money amount) {
        return new AuthorizationView(
                id,
                AuthorizationView.Status.CAPTURED,
                Optional.empty(),
                Optional.of(amount),
                Optional.empty(),
                false,
                EXPIRES,
                Optional.empty());
    }
}
