package io.holdfast.system;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One caller who disputes one thing and decides later, in one of the many ways that callers have, and remembers what it was told. An account of its own
 * makes it known again in Holdfast's lists.
 */
final class CallerCase {

    private static final int MOST_TRIES = 40;

    /** The amounts have the digits of the currency. */
    private static final List<String> CURRENCIES = List.of("USD", "EUR", "JPY");

    private final int number;
    private final Random random;
    private final HoldfastApi api;
    private final Pace pace;
    private final String currency;
    private final BigDecimal amount;
    private final Optional<String> key;
    private final AtomicInteger openingsSent = new AtomicInteger();
    private final Set<String> disputeIds = new ConcurrentSkipListSet<>();
    private final Set<String> decisions = new ConcurrentSkipListSet<>();
    private final List<String> surprises = new CopyOnWriteArrayList<>();

    CallerCase(int number, long seed, HoldfastApi api, Pace pace) {
        this.number = number;
        this.random = new Random(seed * 1_000_003 + number);
        this.api = api;
        this.pace = pace;
        this.currency = CURRENCIES.get(random.nextInt(CURRENCIES.size()));
        BigDecimal units = BigDecimal.valueOf(100 + random.nextInt(50_000));
        this.amount = currency.equals("JPY") ? units : units.movePointLeft(2);
        this.key = random.nextInt(100) < 75 ? Optional.of("case-" + number + "-" + seed) : Optional.empty();
    }

    String account() {
        return "ACC-" + number;
    }

    boolean hasKey() {
        return key.isPresent();
    }

    int openingsSent() {
        return openingsSent.get();
    }

    /** What Holdfast took on (202). */
    Set<String> disputeIds() {
        return Set.copyOf(disputeIds);
    }

    /** What Holdfast accepted: {@code release}, or {@code charge 12.34}. */
    Set<String> decisions() {
        return Set.copyOf(decisions);
    }

    List<String> surprises() {
        return List.copyOf(surprises);
    }

    BigDecimal amount() {
        return amount;
    }

    /** Plays the whole case. */
    void play() {
        Optional<String> opened = open();
        if (opened.isEmpty()) {
            return;
        }
        String path = "/v1/disputes/" + opened.get();
        if (random.nextInt(100) < 60) {
            look(path);
        }
        if (key.isPresent() && random.nextInt(100) < 20) {
            openAgain();
        }
        if (random.nextInt(100) < 5) {
            openWithAnotherBody();
        }
        decide(path);
    }

    /** Opens the dispute, as often as it takes, and decides nothing. @return its id, or empty if nobody can say whether it was opened */
    Optional<String> open() {
        if (key.isPresent() && random.nextInt(100) < 15) {
            pace.together(List.of(this::openOnce, this::openOnce));
        }
        for (int tries = 0; tries < MOST_TRIES && disputeIds.isEmpty(); tries++) {
            Optional<ApiAnswer> answer = openOnce();
            boolean lost = answer.isEmpty() || answer.get().is(503);
            if (!lost) {
                break;
            }
            if (key.isEmpty()) {
                // Whether it was opened nobody can say; without a key a repeat may open another one.
                return Optional.empty();
            }
            pace.pause(300);
        }
        return disputeIds.stream().findFirst();
    }

    private Optional<ApiAnswer> openOnce() {
        openingsSent.incrementAndGet();
        Optional<ApiAnswer> answer =
                api.post(door(), "/v1/disputes", body(amount).toString(), keyHeader());
        answer.ifPresent(it -> {
            if (it.is(202)) {
                disputeIds.add(it.text("dispute_id").orElse("none"));
            } else {
                expect(it, "open", 503);
            }
        });
        return answer;
    }

    private void openAgain() {
        openingsSent.incrementAndGet();
        api.post(door(), "/v1/disputes", body(amount).toString(), keyHeader()).ifPresent(answer -> {
            expect(answer, "open again", 202, 503);
            boolean replayed = answer.headers()
                    .firstValue("Idempotent-Replayed")
                    .filter("true"::equals)
                    .isPresent();
            if (answer.is(202)) {
                disputeIds.add(answer.text("dispute_id").orElse("none"));
            }
            if (answer.is(202) && !replayed) {
                surprises.add("opened again without Idempotent-Replayed: " + answer);
            }
        });
    }

    private void openWithAnotherBody() {
        if (key.isPresent()) {
            api.post(door(), "/v1/disputes", body(amount.add(BigDecimal.ONE)).toString(), keyHeader())
                    .ifPresent(answer -> expect(answer, "another body", 422, 503));
        }
    }

    private void look(String path) {
        int wait = random.nextInt(4);
        Map<String, String> headers = wait == 0 ? Map.of() : Map.of("Prefer", "wait=" + wait);
        api.get(door(), path, headers).ifPresent(answer -> expect(answer, "look", 200, 503));
    }

    private void decide(String path) {
        String part = part().toPlainString();
        int roll = random.nextInt(100);
        if (roll < 30) {
            return;
        } else if (roll < 50) {
            settle(path, "release", "", "release");
        } else if (roll < 60) {
            settle(path, "charge", "", charge(amount.toPlainString()));
        } else if (roll < 75) {
            settle(path, "charge", "{\"amount\": " + part + "}", charge(part));
        } else {
            List<Runnable> racers = new ArrayList<>();
            racers.add(() -> settle(path, "release", "", "release"));
            racers.add(() -> settle(path, "charge", "{\"amount\": " + part + "}", charge(part)));
            racers.add(() -> settle(path, "charge", "{}", charge(amount.toPlainString())));
            racers.add(() -> settle(path, "release", "{}", "release"));
            pace.together(racers.subList(0, 2 + random.nextInt(3)));
        }
    }

    private static String charge(String amount) {
        return "charge " + new BigDecimal(amount).stripTrailingZeros().toPlainString();
    }

    private BigDecimal part() {
        BigDecimal tenths = BigDecimal.valueOf(1 + random.nextInt(9));
        BigDecimal part = amount.multiply(tenths).divide(BigDecimal.TEN);
        return part.setScale(amount.scale(), java.math.RoundingMode.DOWN)
                .max(BigDecimal.ONE.movePointLeft(amount.scale()));
    }

    /** Asks until somebody answers; a charge also while the hold is not known yet, for a while. */
    private void settle(String path, String verb, String body, String decision) {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            Map<String, String> wait = tries % 3 == 1 ? Map.of("Prefer", "wait=2") : Map.of();
            Optional<ApiAnswer> answer = api.post(door(), path + "/" + verb, body, wait);
            if (answer.isPresent() && answer.get().is(202)) {
                decisions.add(decision);
                return;
            }
            if (answer.isPresent() && answer.get().is(200)) {
                // With a wait, a dispute as it is after it; it was accepted in any case.
                decisions.add(decision);
                return;
            }
            if (answer.isPresent() && answer.get().is(409)) {
                if (!answer.get().problem().equals("not-held") || verb.equals("release") || tries > 6) {
                    return;
                }
            } else {
                answer.ifPresent(it -> expect(it, verb, 503));
            }
            pace.pause(250);
        }
    }

    private ObjectNode body(BigDecimal wanted) {
        return HoldfastApi.JSON
                .createObjectNode()
                .put("customer_account_id", account())
                .put("hold_amount", wanted)
                .put("currency", currency)
                .put("payment_method_id", "pm_" + number)
                .put("conversation_id", "conversation-" + number)
                .put("call_center_id", "CC-00" + number % 7);
    }

    private Map<String, String> keyHeader() {
        return key.map(it -> Map.of("Idempotency-Key", it)).orElse(Map.of());
    }

    private int door() {
        return pace.anyOf(api.doors());
    }

    private void expect(ApiAnswer answer, String what, int... statuses) {
        if (!answer.is(statuses)) {
            surprises.add("case " + number + ", " + what + ": " + answer);
        }
    }
}
