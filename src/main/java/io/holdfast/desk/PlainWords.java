package io.holdfast.desk;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.Rejection;
import io.holdfast.dispute.model.Settlement;
import io.holdfast.dispute.model.Status;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What statuses, reasons and refusals mean, and what to do about them, in words that can be said to a caller's face. */
final class PlainWords {

    /**
     * What something means.
     *
     * @param headline a few words
     * @param meaning one or two sentences
     * @param advice what to do; empty if nothing
     */
    record Explained(String headline, String meaning, String advice) {}

    private static final Map<String, Explained> FAILURES = failures();

    private PlainWords() {}

    /** One word for a badge. */
    static String badge(Status status) {
        return switch (status) {
            case INITIATED -> "Being placed";
            case HELD -> "Held";
            case FAILED -> "Declined";
            case RELEASED -> "Released";
            case CHARGED -> "Charged";
            case EXPIRED -> "Lapsed";
        };
    }

    /** What is true, in one sentence. Where the gateway says something else than the record, nothing is promised that it denies. */
    static String sentence(Status status, Set<Attention> attentions, Optional<Settlement> pending) {
        if (attentions.contains(Attention.UNEXPECTED_CAPTURE)) {
            return recorded(status) + ", and money was taken that nobody here asked for.";
        }
        if (attentions.contains(Attention.GATEWAY_MISMATCH)) {
            return recorded(status)
                    + ", and the gateway does not agree: it names another amount or currency, or has not confirmed what its desk said.";
        }
        if (attentions.contains(Attention.ORPHANED_HOLD) && status.isTerminal()) {
            return recorded(status) + ", and one that is not needed is left over at the gateway.";
        }
        // Of a charge that is under way nobody here knows whether it has been done: its answer may be what is lost.
        return status == Status.HELD && pending.orElse(null) instanceof Settlement.Charge
                ? "The money is reserved on the customer's card, and some of it may have been taken by now."
                : sentence(status);
    }

    private static String recorded(Status status) {
        return switch (status) {
            case INITIATED -> "It is not settled whether there is a hold";
            case HELD -> "There is a hold on the customer's card";
            case FAILED -> "The gateway said no to the hold";
            case RELEASED -> "The hold was given back";
            case CHARGED -> "The hold was charged";
            case EXPIRED -> "The card network let the hold lapse before it was released or charged";
        };
    }

    private static String sentence(Status status) {
        return switch (status) {
            case INITIATED -> "The gateway has not said yet whether there is a hold.";
            case HELD -> "The money is reserved on the customer's card. Nothing has been taken.";
            case FAILED -> "The gateway said no. Nothing is reserved and nothing has been taken.";
            case RELEASED -> "The hold was given back. Nothing was taken.";
            case CHARGED -> "The hold was charged. What was not charged was given back.";
            case EXPIRED -> "The card network let the hold lapse before it was released or charged. Nothing was taken.";
        };
    }

    static Explained attention(Attention attention) {
        return switch (attention) {
            case GATEWAY_UNREACHABLE ->
                new Explained(
                        "The gateway does not answer",
                        "It does not answer, or does not know what it is asked about: what became of the last request to it is not known. Holdfast keeps asking, and sends nothing twice.",
                        "Tell the customer that it takes longer. If it stays like this, tell whoever runs Holdfast.");
            case TOKEN_REFRESH_FAILED ->
                new Explained(
                        "The stored card could not be refreshed",
                        "The hold itself is not touched by it, but it may not be possible to renew it.",
                        "Decide before the hold lapses, or ask the customer for another payment method.");
            case RENEWAL_FAILED ->
                new Explained(
                        "The hold cannot be renewed",
                        "No new hold was placed in its stead. The last one stands until it lapses.",
                        "While it is held, release or charge it. If it has lapsed, nothing was taken, and a new dispute needs a card that says yes.");
            case ACTION_REQUIRED ->
                new Explained(
                        "The card's owner would have to confirm",
                        "The bank asks the customer to confirm the payment (3-D Secure), which cannot be done in a call.",
                        "Ask the customer to confirm with the bank, or to name another payment method.");
            case CAPTURE_FAILED ->
                new Explained(
                        "The charge was not carried out",
                        "A charge was asked for, and the gateway did not do it.",
                        "Look at the status: if the hold is still there you can charge again, or release it.");
            case ORPHANED_HOLD ->
                new Explained(
                        "A hold is left over at the gateway",
                        "The gateway has an authorization that this dispute does not need, and it could not be given back.",
                        "Tell whoever runs Holdfast; it has to be given back at the gateway.");
            case GATEWAY_MISMATCH ->
                new Explained(
                        "The gateway holds another amount",
                        "Amount or currency at the gateway are not what was asked for, and until that is settled the status is not to be relied on.",
                        "Do not promise anything to the customer. Tell whoever runs Holdfast.");
            case UNEXPECTED_CAPTURE ->
                new Explained(
                        "The gateway took money that nobody charged",
                        "The gateway says that all of the hold or a part was captured, and nobody here asked for it.",
                        "Tell your supervisor at once: the customer may be owed a refund.");
        };
    }

    /** @param code a failure code; one that is not known is explained as a decline */
    static Explained failure(String code) {
        return FAILURES.getOrDefault(
                code,
                new Explained(
                        "The card was declined",
                        "The card or its bank said no, and gave the reason \"" + code + "\".",
                        "Ask the customer for another payment method."));
    }

    static Map<String, Explained> knownFailures() {
        return FAILURES;
    }

    static Explained refusal(Rejection reason) {
        return switch (reason) {
            case NOT_HELD ->
                new Explained("There is no hold", "There is no live hold that could be released or charged.", "");
            case ALREADY_RELEASED ->
                new Explained("Already released", "The hold is released, or its release is under way.", "");
            case ALREADY_CHARGED ->
                new Explained("Already charged", "The hold is charged, or a charge is under way.", "");
            case HOLD_EXPIRED -> new Explained("The hold has lapsed", "The card network let the hold lapse.", "");
            case AMOUNT_EXCEEDS_HOLD ->
                new Explained(
                        "More than is held",
                        "The amount is more than what is held.",
                        "Charge at most the held amount.");
        };
    }

    private static Map<String, Explained> failures() {
        Map<String, Explained> words = new TreeMap<>();
        words.put(
                "insufficient_funds",
                new Explained(
                        "Not enough money on the card",
                        "The account behind the card does not cover the amount.",
                        "Ask for another payment method."));
        words.put(
                "card_declined",
                new Explained(
                        "The card was declined",
                        "The bank said no without saying why.",
                        "Ask for another payment method, or let the customer call the bank."));
        words.put(
                "expired_card",
                new Explained("The card has expired", "Its last valid month is over.", "Ask for the new card."));
        words.put(
                "limit_exceeded",
                new Explained(
                        "The card's limit is reached",
                        "The amount, or the number of payments, is more than the card allows.",
                        "Ask for another payment method."));
        words.put(
                "fraud_suspected",
                new Explained(
                        "The payment was stopped for safety",
                        "The bank or the gateway does not trust this payment.",
                        "Do not discuss the reason. Follow your company's procedure for suspicious payments."));
        words.put(
                "authentication_required",
                new Explained(
                        "The bank wants the customer to confirm",
                        "The bank asks for a confirmation (3-D Secure) that cannot be given in a call.",
                        "Ask the customer to confirm with the bank, or for another payment method."));
        words.put(
                "processing_error",
                new Explained(
                        "The gateway could not process it",
                        "The card was not judged; something went wrong on the way.",
                        "Open a new dispute, or try later."));
        words.put(
                "not_sent",
                new Explained(
                        "The gateway could not be called",
                        "The card was not judged; nothing was sent.",
                        "Open a new dispute, or try later."));
        words.put(
                "unknown",
                new Explained(
                        "The gateway did not say",
                        "It is not known what became of the request.",
                        "Tell whoever runs Holdfast."));
        words.put(
                "too_late",
                new Explained(
                        "The hold had lapsed before",
                        "The gateway said yes when there was no hold left to renew; that new one is given back.",
                        "Open a new dispute."));
        words.put(
                "max_age",
                new Explained(
                        "It has been held for as long as policy allows",
                        "The hold is not renewed any more, and lapses at its end.",
                        "Charge again, or release it, before that."));
        words.put(
                "try_again_later",
                new Explained(
                        "The bank could not be asked",
                        "The card was not judged; the bank is not available at the moment.",
                        "Open a new dispute in a while."));
        words.put(
                "invalid_payment_method",
                new Explained(
                        "The stored card cannot be used",
                        "The gateway does not know this payment method, or it is out of use.",
                        "Ask the customer to store a payment method again."));
        for (String gone : new String[] {"payment_method_gone", "payment_method_replaced"}) {
            words.put(
                    gone,
                    new Explained(
                            "The stored card is no longer there",
                            "The gateway has removed this payment method, or replaced it by another one.",
                            "Ask the customer to store a payment method again."));
        }
        words.put(
                "card_not_supported",
                new Explained(
                        "The card cannot be used for this",
                        "This kind of card, or its currency, is not accepted for a hold.",
                        "Ask for another payment method."));
        words.put(
                "invalid_amount",
                new Explained(
                        "The gateway does not take this amount",
                        "It is too small or too large for the gateway.",
                        "Open a new dispute with another amount."));
        for (String capture : new String[] {"capture_failed", "capture_declined", "capture_refused"}) {
            words.put(
                    capture,
                    new Explained(
                            "The charge was refused",
                            "The gateway did not carry out the charge, or took it back.",
                            "Look whether the hold is still there, and charge again or release it."));
        }
        renewals(words);
        words.put(
                "charged_elsewhere",
                new Explained(
                        "The charge was not sent",
                        "Money was taken already of another hold of this dispute, in the gateway's own console.",
                        "Look in the gateway's console what was taken. Release the hold, or charge it again if that is wanted beside it."));
        return words;
    }

    /** Of a renewal that a gateway did not decline: nothing is wrong with the card. */
    private static void renewals(Map<String, Explained> words) {
        words.put(
                "over_already",
                new Explained(
                        "The new hold is over already",
                        "By the gateway's word it ends as soon as it is placed, so no other one is placed after it.",
                        "While it is held, release or charge it. If it has lapsed, open a new dispute."));
        words.put(
                "not_live",
                new Explained(
                        "The new hold is over already",
                        "By the gateway's word it was given back, or has lapsed.",
                        "Decide before the old hold lapses."));
        words.put(
                "is_given_back",
                new Explained(
                        "The gateway named a hold that is given back",
                        "Another one is placed later, if the old hold still lives then.",
                        "Decide before the old hold lapses."));
        words.put(
                "mismatch",
                new Explained(
                        "The gateway held another amount",
                        "The new hold is of another amount or currency than was asked for, and is given back.",
                        "Decide before the old hold lapses."));
        words.put(
                "captured",
                new Explained(
                        "Money was taken of the new hold",
                        "The gateway says that it was charged, and nobody here asked for it.",
                        "Tell your supervisor at once: the customer may be owed a refund."));
        words.put(
                "token_unreadable",
                new Explained(
                        "The stored card cannot be read",
                        "It was sealed with a key that Holdfast does not have now.",
                        "Tell whoever runs Holdfast, and decide before the hold lapses."));
    }
}
