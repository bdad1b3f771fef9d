package io.holdfast.dispute;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.HoldState;
import io.holdfast.dispute.model.Status;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.money.Money;

/**
 * What a gateway's word about an authorization is, beside what is on record: nothing new, old, doubtful, of the charge, or the end of something. Only asks; what comes of
 * the word is a matter of {@link Reading}.
 */
final class Word {

    private Word() {}

    /** Whether the word says nothing that is not on record: then there is no need to ask. */
    static boolean agrees(Dispute dispute, AuthorizationView view) {
        if (dispute.operation().isPresent() || dispute.status() == Status.INITIATED) {
            return false;
        }
        boolean over = switch (view.status()) {
            case DECLINED, VOIDED, EXPIRED -> true;
            case PENDING, AUTHORIZED, CAPTURED, CAPTURE_REFUSED, CAPTURE_FAILED, VOID_REFUSED -> false;
        };
        if (!dispute.isCurrent(view.id())) {
            boolean orphaned = dispute.attentions().contains(Attention.ORPHANED_HOLD);
            return over && !orphaned && !dispute.surplus().contains(view.id());
        }
        if (dispute.state() instanceof HoldState.Held) {
            return view.status() == AuthorizationView.Status.AUTHORIZED
                    && view.captured().isEmpty()
                    && view.echoes(dispute.terms().amount());
        }
        if (dispute.state() instanceof HoldState.Charged charged) {
            return view.status() == AuthorizationView.Status.CAPTURED
                    && view.captured().filter(charged.amount()::equals).isPresent();
        }
        return over && !dispute.surplus().contains(view.id());
    }

    /** Whether the word is of the hold that the dispute stands on, and says that it lapses at another time than is on record. */
    static boolean namesAnotherEnd(Dispute dispute, AuthorizationView view) {
        return dispute.state() instanceof HoldState.Held held
                && dispute.isCurrent(view.id())
                && !view.expiresAt().equals(held.theHold().expiresAt());
    }

    /**
     * Whether a word of a gateway that cannot be asked tells of a time that is over. Its news comes late and in any order, and nobody can ask how things
     * stand now; but an authorization that was decided on does not become undecided again, and the rest of one that was charged lapses by itself. What is told of all
     * of it is another matter, see {@link #isEndToRemember}.
     */
    static boolean isOld(Dispute dispute, AuthorizationView view) {
        HoldState state = dispute.state();
        if (!dispute.isCurrent(view.id()) || state instanceof HoldState.Initiated) {
            return dispute.surplus().contains(view.id()) && view.status().isLive();
        }
        Money asked = dispute.terms().amount();
        if (state instanceof HoldState.Held) {
            return view.status().isLive() ? view.echoes(asked) : view.status() == AuthorizationView.Status.DECLINED;
        }
        if (state instanceof HoldState.Charged charged) {
            boolean partOfIt = !charged.amount().equals(asked);
            return view.status().isLive()
                    || view.status() == AuthorizationView.Status.DECLINED
                    || view.status() == AuthorizationView.Status.EXPIRED
                    || (view.status() == AuthorizationView.Status.VOIDED && partOfIt);
        }
        // What was held in part was a no, and is given back already.
        boolean part = view.amount().filter(amount -> !amount.equals(asked)).isPresent();
        return view.status().isLive() && (!(state instanceof HoldState.Failed) || part);
    }

    /** Whether it tells of an authorization that the dispute neither stands on nor has to give back. */
    static boolean isNotOnRecord(Dispute dispute, AuthorizationView view) {
        return !dispute.isUnnamed()
                && !dispute.isCurrent(view.id())
                && !dispute.surplus().contains(view.id());
    }

    /** Whether it tells that an authorization which is not on record lives, or lives no more. */
    static boolean isOfOneNotOnRecord(Dispute dispute, AuthorizationView view) {
        return (view.status().isLive() || isHeldNoMore(view)) && isNotOnRecord(dispute, view);
    }

    /**
     * Whether an authorization that is not on record was given back, or has lapsed; or the part that was a no, or all of one that is charged. A gateway that cannot be
     * asked may say later that it was placed, that another cancel of it was refused, or that its capture has failed: by then somebody has to know.
     */
    static boolean isEndToRemember(Dispute dispute, AuthorizationView view) {
        return (isHeldNoMore(view) && isNotOnRecord(dispute, view)) || isEndOfWhatItStandsOn(dispute, view);
    }

    /**
     * Whether the hold that an ended dispute stands on is held no more: the part that was a no, or all that is charged. As long as the charge stands the latter is not so.
     */
    static boolean isEndOfWhatItStandsOn(Dispute dispute, AuthorizationView view) {
        if (!isHeldNoMore(view) || !dispute.isCurrent(view.id())) {
            return false;
        }
        return dispute.state() instanceof HoldState.Failed
                ? !dispute.surplus().contains(view.id())
                : dispute.state() instanceof HoldState.Charged
                        && view.echoes(dispute.terms().amount());
    }

    /** Whether it tells the end of an authorization that is on record as over, or not at all. */
    static boolean isEndOnRecord(Dispute dispute, AuthorizationView view) {
        boolean stands = dispute.isCurrent(view.id())
                && (!dispute.status().isTerminal() || dispute.state() instanceof HoldState.Charged);
        return isHeldNoMore(view) && !stands && !dispute.surplus().contains(view.id());
    }

    /** Whether it tells of a capture that may be the one that the dispute is charged by. */
    static boolean isOfTheCharge(Dispute dispute, AuthorizationView view) {
        return view.status() == AuthorizationView.Status.CAPTURED
                && dispute.isCurrent(view.id())
                && dispute.state() instanceof HoldState.Charged charged
                && view.captured().filter(charged.amount()::equals).isPresent();
    }

    /** By its end: one that was declined never was held. */
    static boolean isHeldNoMore(AuthorizationView view) {
        return view.status() == AuthorizationView.Status.VOIDED || view.status() == AuthorizationView.Status.EXPIRED;
    }

    /** Whether money is not where the record has it, by what the gateway said and has not taken back: then it confirms nothing. */
    static boolean isDifferent(Dispute dispute) {
        return dispute.attentions().contains(Attention.UNEXPECTED_CAPTURE)
                || dispute.attentions().contains(Attention.GATEWAY_MISMATCH);
    }

    /** Whether the word names another amount than was asked for a hold that is not over: then it is as good as none, and the gateway is asked again. */
    static boolean isDoubtful(Dispute dispute, AuthorizationView view) {
        boolean holdsOrHeld = view.status() == AuthorizationView.Status.AUTHORIZED
                || view.status() == AuthorizationView.Status.CAPTURED;
        return holdsOrHeld
                && dispute.isCurrent(view.id())
                && !view.echoes(dispute.terms().amount());
    }
}
