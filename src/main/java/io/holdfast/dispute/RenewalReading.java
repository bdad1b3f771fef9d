package io.holdfast.dispute;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.Hold;
import io.holdfast.dispute.model.HoldState;
import io.holdfast.dispute.model.Status;
import io.holdfast.dispute.model.StoryType;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.Capabilities;

/**
 * What a gateway's word about the authorization that a renewal made means for the dispute: it stands on the new hold from now on, or the new hold is one too many, or there
 * is none. As {@link Reading}, of the one authorization that is expected beside the hold.
 */
final class RenewalReading {

    /** The new hold was placed when the old one was over. */
    private static final String TOO_LATE = "too_late";

    private final HoldPolicy policy;
    private final Reading reading;

    RenewalReading(HoldPolicy policy, Capabilities gateway) {
        this.policy = policy;
        this.reading = new Reading(policy, gateway);
    }

    /** The renewal is over with this word, whatever it is. */
    void apply(Draft draft, AuthorizationView view) {
        switch (view.status()) {
            case AUTHORIZED -> placed(draft, view);
            case CAPTURED -> charged(draft, view);
            case DECLINED, VOIDED, EXPIRED -> ended(draft, view);
        }
    }

    /** A person may have been told instead how the hold stands that was to be renewed. */
    private void ended(Draft draft, AuthorizationView view) {
        failed(draft, view.failureCode().orElse("not_live"));
        if (draft.dispute().isCurrent(view.id())) {
            reading.apply(draft, view);
        }
    }

    private void placed(Draft draft, AuthorizationView view) {
        if (!(draft.dispute().state() instanceof HoldState.Held held)) {
            draft.addSurplus(view.id(), TOO_LATE);
            lapsedBefore(draft);
        } else if (!view.echoes(draft.dispute().terms().amount())) {
            draft.addSurplus(view.id(), Conclusion.MISMATCH);
            failed(draft, Conclusion.MISMATCH);
        } else if (draft.dispute().surplus().contains(view.id())) {
            // it may be given back at any moment, or was a moment ago
            postponed(draft, "is_given_back");
        } else {
            takeOver(draft, held, view);
            Reading.capturedInPart(draft, view);
        }
    }

    private void charged(Draft draft, AuthorizationView view) {
        if (draft.dispute().state() instanceof HoldState.Held held && reading.isChargeableBy(draft, view)) {
            // placed, and charged before it was told of: beside it the old hold could be charged once more
            if (!draft.dispute().isCurrent(view.id())) {
                takeOver(draft, held, view);
            }
            reading.capturedUnasked(draft, view);
        } else {
            failed(draft, "captured");
            Remembered.raiseAnother(draft, view);
        }
    }

    /** The old hold had lapsed when the new one was placed. */
    private static void lapsedBefore(Draft draft) {
        Dispute dispute = draft.dispute();
        if (dispute.status() == Status.EXPIRED && !dispute.attentions().contains(Attention.RENEWAL_FAILED)) {
            failed(draft, TOO_LATE);
        }
    }

    /** The dispute stands on the new hold, and the old one is given back. */
    void takeOver(Draft draft, HoldState.Held held, AuthorizationView view) {
        AuthorizationId old = held.theHold().authorizationId();
        draft.clear(Attention.RENEWAL_FAILED, Attention.GATEWAY_MISMATCH);
        draft.enter(
                held.renewed(new Hold(view.id(), view.expiresAt())),
                StoryType.HOLD_RENEWED,
                "authorization",
                view.id().value(),
                "before",
                old.value());
        draft.change(d -> d.withUpkeep(d.upkeep().withRenewAt(Care.nextRenewal(d, policy, draft.now()))));
        Reading.notRenewedInVain(draft);
        if (!old.equals(view.id())) {
            draft.addSurplus(old, "renewed");
        }
    }

    /** Another one is begun later, and takes the worry with it; but the hold may lapse first. */
    void postponed(Draft draft, String why) {
        draft.tell(StoryType.RENEWAL_FAILED, "failure_code", why);
        draft.raise(Attention.RENEWAL_FAILED);
        draft.change(d -> d.withUpkeep(Care.anew(d, policy, draft.now())));
    }

    /** No other one is begun. */
    static void failed(Draft draft, String why) {
        draft.change(d -> d.withUpkeep(d.upkeep().withoutRenewal()));
        draft.tell(StoryType.RENEWAL_FAILED, "failure_code", why);
        draft.raise(Attention.RENEWAL_FAILED);
    }
}
