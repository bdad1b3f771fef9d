package io.holdfast.sandbox;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the id of a payment method makes the sandbox do. The id is the whole script, so a caller chooses a behaviour
 * without any other channel to the sandbox. An id that no rule matches is a good card.
 *
 * @param decision what becomes of an authorization
 * @param declineCode the code, where the decision is a no
 * @param settlesAfter how long an authorization stays pending; empty: it is decided at once
 * @param lapsesAfter how long a hold lives; empty: as long as every hold of this sandbox
 * @param faults the calls that go wrong, and how; only the first time they come with a key, if they act
 * @param flakyPercent how many of a hundred calls of every kind go wrong
 * @param refused the calls, capture or refresh, that are answered with a lasting no
 */
record Behaviour(
        Decision decision,
        String declineCode,
        Optional<Duration> settlesAfter,
        Optional<Duration> lapsesAfter,
        Map<Call, Fault> faults,
        int flakyPercent,
        Set<Call> refused) {

    /** What becomes of an authorization. */
    enum Decision {
        AUTHORIZE,
        AUTHORIZE_ANOTHER_AMOUNT,
        AUTHORIZE_ANOTHER_CURRENCY,
        DECLINE,
        /** Yes to the first authorization of a dispute, no to every later one. */
        DECLINE_RENEWAL
    }

    private static final Behaviour GOOD_CARD = new Behaviour(
            Decision.AUTHORIZE, "card_declined", Optional.empty(), Optional.empty(), Map.of(), 0, Set.of());

    private static final String SECONDS = "(\\d{1,6}(?:\\.\\d{1,3})?)";
    /** The call that a fault belongs to; the authorization, if none is named. */
    private static final String ON_CALL = "pm_(?:(capture|void|refresh)_)?";
    /** A call that waits longer than this is no slow call but a leak. */
    private static final Duration LONGEST_DELAY = Duration.ofMinutes(10);
    /** What a refresh appends to an id, see {@link PaymentMethods}. */
    private static final Pattern REFRESHED = Pattern.compile("_r\\d{1,9}$");

    private record Rule(Pattern id, Function<Matcher, Behaviour> behaviour) {
        static Rule of(String id, Function<Matcher, Behaviour> behaviour) {
            return new Rule(Pattern.compile(id), behaviour);
        }
    }

    private static final List<Rule> RULES = List.of(
            Rule.of("pm_declined", match -> GOOD_CARD.deciding(Decision.DECLINE)),
            Rule.of(
                    "pm_declined_([A-Za-z0-9_-]{1,64})",
                    match -> GOOD_CARD.deciding(Decision.DECLINE).code(match.group(1))),
            // Who wrote that wants a no, even where the rest is no code.
            Rule.of("(?s)pm_declined_.*", match -> GOOD_CARD.deciding(Decision.DECLINE)),
            Rule.of(
                    "pm_pending_fail",
                    match -> GOOD_CARD.deciding(Decision.DECLINE).pendingFor(Duration.ofSeconds(1))),
            Rule.of("pm_pending_" + SECONDS, match -> GOOD_CARD.pendingFor(seconds(match.group(1)))),
            Rule.of("pm_expires_" + SECONDS, match -> GOOD_CARD.lapsingAfter(seconds(match.group(1)))),
            Rule.of(
                    "pm_renew_declined_" + SECONDS,
                    match -> GOOD_CARD.deciding(Decision.DECLINE_RENEWAL).lapsingAfter(seconds(match.group(1)))),
            Rule.of("pm_mismatch", match -> GOOD_CARD.deciding(Decision.AUTHORIZE_ANOTHER_AMOUNT)),
            Rule.of("pm_mismatch_currency", match -> GOOD_CARD.deciding(Decision.AUTHORIZE_ANOTHER_CURRENCY)),
            Rule.of("pm_norefresh", match -> GOOD_CARD.refusing(Call.REFRESH)),
            Rule.of("pm_capture_declined", match -> GOOD_CARD.refusing(Call.CAPTURE)),
            Rule.of("pm_flaky_(\\d{1,2}|100)", match -> GOOD_CARD.flaky(Integer.parseInt(match.group(1)))),
            Rule.of(
                    ON_CALL + "slow_" + SECONDS,
                    match -> GOOD_CARD.failing(callOf(match), Fault.slow(shortened(seconds(match.group(2)))))),
            Rule.of(ON_CALL + "hang", match -> GOOD_CARD.failing(callOf(match), Fault.before(Fault.Answer.SILENCE))),
            Rule.of(
                    ON_CALL + "timeout_after",
                    match -> GOOD_CARD.failing(callOf(match), Fault.after(Fault.Answer.SILENCE))),
            Rule.of(
                    ON_CALL + "error_500",
                    match -> GOOD_CARD.failing(callOf(match), Fault.before(Fault.Answer.SERVER_ERROR))),
            Rule.of(
                    ON_CALL + "error_503_after",
                    match -> GOOD_CARD.failing(callOf(match), Fault.after(Fault.Answer.UNAVAILABLE))));

    static Behaviour of(String paymentMethodId) {
        String id = REFRESHED.matcher(paymentMethodId).replaceFirst("");
        for (Rule rule : RULES) {
            Matcher match = rule.id().matcher(id);
            if (match.matches()) {
                return rule.behaviour().apply(match);
            }
        }
        return GOOD_CARD;
    }

    Fault faultOf(Call call) {
        return faults.getOrDefault(call, Fault.NONE);
    }

    boolean refuses(Call call) {
        return refused.contains(call);
    }

    private Behaviour deciding(Decision other) {
        return new Behaviour(other, declineCode, settlesAfter, lapsesAfter, faults, flakyPercent, refused);
    }

    private Behaviour code(String other) {
        return new Behaviour(decision, other, settlesAfter, lapsesAfter, faults, flakyPercent, refused);
    }

    private Behaviour pendingFor(Duration time) {
        return new Behaviour(decision, declineCode, Optional.of(time), lapsesAfter, faults, flakyPercent, refused);
    }

    private Behaviour lapsingAfter(Duration time) {
        return new Behaviour(decision, declineCode, settlesAfter, Optional.of(time), faults, flakyPercent, refused);
    }

    private Behaviour failing(Call call, Fault fault) {
        return new Behaviour(
                decision, declineCode, settlesAfter, lapsesAfter, Map.of(call, fault), flakyPercent, refused);
    }

    private Behaviour flaky(int percent) {
        return new Behaviour(decision, declineCode, settlesAfter, lapsesAfter, faults, percent, refused);
    }

    private Behaviour refusing(Call call) {
        return new Behaviour(decision, declineCode, settlesAfter, lapsesAfter, faults, flakyPercent, Set.of(call));
    }

    private static Call callOf(Matcher match) {
        String named = match.group(1);
        return named == null ? Call.AUTHORIZE : Call.valueOf(named.toUpperCase(Locale.ROOT));
    }

    private static Duration seconds(String text) {
        return Duration.ofMillis(new BigDecimal(text).movePointRight(3).longValueExact());
    }

    private static Duration shortened(Duration delay) {
        return delay.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : delay;
    }
}
