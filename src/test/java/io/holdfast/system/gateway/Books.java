package io.holdfast.system.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** What the gateway holds, by its own account, and everything it saw that a good caller never does. */
final class Books {

    private static final int MOST = 200_000;
    private static final Set<String> AUTHORIZE_KEYS =
            Set.of("amount", "currency", "capture_method", "payment_method_id", "metadata");
    private static final Set<String> METADATA_KEYS = Set.of("dispute_id", "call_center_id", "reason_code");
    private static final Pattern OWN_KEY =
            Pattern.compile("([0-9a-f-]{36})(?::(renew|capture|void|refresh):([1-9][0-9]*))?");

    private final Clock clock;
    private final Dice dice;
    private final Duration life;
    private final Consumer<Authorization> changed;
    private final Set<String> replacedTokens = new HashSet<>();
    private final Set<String> live = new LinkedHashSet<>();
    private int freshTokens;
    private final Map<String, Authorization> authorizations = new LinkedHashMap<>();
    private final Map<String, Set<String>> byDispute = new HashMap<>();
    private final Set<String> pending = new LinkedHashSet<>();
    private final Map<String, String> bodies = new HashMap<>();
    private final Map<String, Reply> replies = new HashMap<>();
    private final Set<String> running = new HashSet<>();
    private final List<String> violations = new ArrayList<>();
    private final List<RecordedCall> calls = new ArrayList<>();

    /** @param changed is told of each change, in its order */
    Books(Clock clock, Dice dice, Duration life, Consumer<Authorization> changed) {
        this.clock = clock;
        this.dice = dice;
        this.life = life;
        this.changed = changed;
    }

    synchronized void record(HttpCall call, String done) {
        if (calls.size() < MOST) {
            calls.add(new RecordedCall(
                    clock.instant(), call.method(), call.path(), call.header("idempotency-key"), call.body(), done));
        }
    }

    synchronized void violation(String what) {
        violations.add(clock.instant() + " " + what);
    }

    synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    synchronized List<RecordedCall> calls() {
        return List.copyOf(calls);
    }

    synchronized List<Authorization> all() {
        return List.copyOf(authorizations.values());
    }

    synchronized List<Authorization> ofDispute(String disputeId) {
        return byDispute.getOrDefault(disputeId, Set.of()).stream()
                .map(authorizations::get)
                .toList();
    }

    synchronized Optional<Authorization> find(String id) {
        return Optional.ofNullable(authorizations.get(id));
    }

    /** Looked at before it is known whether the call will act: a key must never come with another request. */
    synchronized void checkBody(String key, HttpCall call) {
        String request = call.path() + '\n' + call.body();
        String first = bodies.putIfAbsent(key, request);
        if (first == null) {
            // a repeat of what was sent before is not a new use
            replacedTokens.stream()
                    .filter(token -> call.body().contains('"' + token + '"'))
                    .forEach(token -> violation("key " + key + " came with a payment method that was replaced"));
        }
        if (first != null && !first.equals(request)) {
            violation("key " + key + " came with another body: " + request + " after " + first);
            throw new Refusal(422, "idempotency_key_reused");
        }
    }

    /**
     * Takes the key for a call that will act.
     *
     * @return what it came to before, if it did
     */
    synchronized Optional<Reply> begin(String key) {
        Reply earlier = replies.get(key);
        if (earlier != null) {
            return Optional.of(earlier);
        }
        if (!running.add(key)) {
            throw new Refusal(409, "in_flight");
        }
        return Optional.empty();
    }

    synchronized Reply act(String key, Supplier<Reply> act) {
        try {
            Reply reply = act.get();
            replies.put(key, reply);
            return reply;
        } finally {
            running.remove(key);
        }
    }

    Reply authorize(String key, ObjectNode body) {
        String disputeId = checkAuthorize(key, body);
        String paymentMethod = body.path("payment_method_id").asText();
        Fate fate = fateOf(key, paymentMethod);
        if (fate.refusalStatus().isPresent()) {
            return Reply.no(fate.refusalStatus().get(), fate.code());
        }
        Map<String, String> metadata = new LinkedHashMap<>();
        body.path("metadata")
                .fields()
                .forEachRemaining(it -> metadata.put(it.getKey(), it.getValue().asText()));
        Instant now = clock.instant();
        Authorization opened = new Authorization(
                newId(key),
                disputeId,
                key,
                Authorization.Status.PENDING,
                body.path("amount").decimalValue(),
                body.path("currency").asText(),
                Optional.empty(),
                Optional.empty(),
                paymentMethod,
                metadata,
                now,
                now.plus(dice.isGood() ? Temperament.LONG_LIFE : life),
                now.plus(fate.after()));
        if (fate.isPending()) {
            put(opened);
            return Reply.about(202, opened.id());
        }
        decide(opened, fate);
        return Reply.about(fate.status(), opened.id());
    }

    Reply capture(String key, Authorization target, ObjectNode body) {
        BigDecimal amount = body.path("amount").decimalValue();
        checkSettle(key, "capture", target);
        if (!body.path("amount").isNumber() || body.size() != 1 || amount.signum() <= 0) {
            violation("capture " + key + " with the body " + body);
            throw new Refusal(422, "invalid_request");
        }
        if (amount.compareTo(target.amount()) > 0) {
            violation("capture " + key + " of " + amount + ", more than the hold of " + target.amount());
            throw new Refusal(422, "amount_too_large");
        }
        if (target.status() == Authorization.Status.EXPIRED) {
            throw new Refusal(409, "not_capturable");
        }
        if (!target.isLive()) {
            violation("capture " + key + " of " + target.id() + ", which is " + target.status() + " by another call");
            throw new Refusal(409, "not_capturable");
        }
        put(target.captured(amount));
        return Reply.about(200, target.id());
    }

    synchronized void captureByHand(String id) {
        Authorization held = authorizations.get(id);
        keep(held.captured(held.amount()));
    }

    Reply giveBack(String key, Authorization target, ObjectNode body) {
        checkSettle(key, "void", target);
        if (!body.isEmpty()) {
            violation("void " + key + " with the body " + body);
        }
        if (target.isLive()) {
            put(target.voided());
            return Reply.about(200, target.id());
        }
        if (target.status() == Authorization.Status.VOIDED) {
            return Reply.about(200, target.id());
        }
        if (target.status() != Authorization.Status.EXPIRED) {
            violation("void " + key + " of " + target.id() + ", which is " + target.status());
        }
        throw new Refusal(409, "not_voidable");
    }

    private String checkAuthorize(String key, ObjectNode body) {
        Set<String> names = new HashSet<>();
        body.fieldNames().forEachRemaining(names::add);
        JsonNode metadata = body.path("metadata");
        Set<String> metadataNames = new HashSet<>();
        metadata.fieldNames().forEachRemaining(metadataNames::add);
        if (!names.equals(AUTHORIZE_KEYS) || !metadataNames.equals(METADATA_KEYS)) {
            violation("authorize " + key + " with the keys " + names + " and metadata " + metadataNames);
        }
        if (!body.path("capture_method").asText().equals("manual")) {
            violation("authorize " + key + " with capture_method " + body.path("capture_method"));
        }
        if (!body.path("amount").isNumber()
                || body.path("amount").decimalValue().signum() <= 0) {
            violation("authorize " + key + " of " + body.path("amount"));
            throw new Refusal(422, "invalid_request");
        }
        String disputeId = metadata.path("dispute_id").asText();
        boolean renewal = isRenewal(key);
        if (!(renewal ? key.startsWith(disputeId + ":renew:") : key.equals(disputeId))) {
            violation("an authorization of dispute " + disputeId + " has the key " + key);
        }
        List<String> living = ofDispute(disputeId).stream()
                .filter(Authorization::isLive)
                .map(Authorization::id)
                .toList();
        if (living.size() > (renewal ? 1 : 0)) {
            violation("authorize " + key + " while " + living + " live");
        }
        return disputeId;
    }

    private void checkSettle(String key, String kind, Authorization target) {
        var matcher = OWN_KEY.matcher(key);
        boolean own = matcher.matches() && target.disputeId().equals(matcher.group(1)) && kind.equals(matcher.group(2));
        if (!own) {
            violation(kind + " of " + target.id() + " of dispute " + target.disputeId() + " has the key " + key);
        }
    }

    synchronized void decideDue() {
        Instant now = clock.instant();
        List<Authorization> due = pending.stream()
                .map(authorizations::get)
                .filter(it -> dice.isGood() || !it.decidesAt().isAfter(now))
                .toList();
        due.forEach(it -> decide(it, fateOf(it.key(), it.paymentMethodId())));
        List<Authorization> lapsed = live.stream()
                .map(authorizations::get)
                .filter(it -> !it.expiresAt().isAfter(now))
                .toList();
        lapsed.forEach(it -> put(it.lapsed()));
    }

    /** Trades a payment method for a fresh one, or says that it is gone for good. */
    Reply refresh(String key, String paymentMethod) {
        var matcher = OWN_KEY.matcher(key);
        if (!matcher.matches() || !"refresh".equals(matcher.group(2))) {
            violation("refresh of a payment method has the key " + key);
        }
        if (replacedTokens.contains(paymentMethod)) {
            violation("refresh " + key + " of a payment method that was replaced");
            return Reply.no(410, "payment_method_gone");
        }
        if (dice.of(key).nextInt(100) < 20) {
            return Reply.no(410, "payment_method_gone");
        }
        replacedTokens.add(paymentMethod);
        return Reply.token(paymentMethod.replaceAll("_fresh_.*", "") + "_fresh_" + ++freshTokens);
    }

    private Fate fateOf(String key, String paymentMethod) {
        return isRenewal(key) ? Fate.ofRenewal(dice.of(key)) : Fate.of(dice.of(paymentMethod));
    }

    private static boolean isRenewal(String key) {
        return key.contains(":renew:");
    }

    private void decide(Authorization pending, Fate fate) {
        put(fate.isYes() ? pending.authorized() : pending.declined(fate.code()));
    }

    private void put(Authorization authorization) {
        keep(authorization);
        changed.accept(authorization);
    }

    private void keep(Authorization authorization) {
        if (authorizations.size() >= MOST) {
            throw new Refusal(503, "full");
        }
        authorizations.put(authorization.id(), authorization);
        byDispute
                .computeIfAbsent(authorization.disputeId(), none -> new LinkedHashSet<>())
                .add(authorization.id());
        if (authorization.isLive()) {
            live.add(authorization.id());
        } else {
            live.remove(authorization.id());
        }
        if (authorization.status() == Authorization.Status.PENDING) {
            pending.add(authorization.id());
        } else {
            pending.remove(authorization.id());
        }
    }

    /** Letters, so that no id looks like a card number; the same key has the same id in every run of the same seed. */
    private String newId(String key) {
        StringBuilder id = new StringBuilder("auth_");
        new Random(key.hashCode() * 31L + authorizations.size())
                .ints(20, 'a', 'z' + 1)
                .forEach(letter -> id.append((char) letter));
        return id.toString();
    }
}
