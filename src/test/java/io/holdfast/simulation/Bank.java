package io.holdfast.simulation;

import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.TokenFingerprint;
import io.holdfast.gateway.AuthorizationPage;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.AuthorizationView.Status;
import io.holdfast.gateway.GatewayEvent;
import io.holdfast.gateway.GatewayOutcome;
import io.holdfast.gateway.GatewayRequest;
import io.holdfast.gateway.Inquiry;
import io.holdfast.gateway.RefreshedToken;
import io.holdfast.gateway.TokenNews;
import io.holdfast.money.Money;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The other side: a bank with books of its own. What it does with a key it does once; a repeat gets the first answer again, with the authorization as it is
 * now. It knows nothing of disputes but the id it is told.
 */
public final class Bank {

    /** One authorization in the books. */
    public static final class Authorization {

        final AuthorizationId id;
        final DisputeId dispute;
        final String token;
        final boolean invented;
        final long madeAt;
        Money amount;
        Status status = Status.PENDING;
        Optional<Money> captured = Optional.empty();
        Optional<String> failureCode = Optional.empty();
        boolean actionRequired;
        long expiresAt;
        /** Whether it stays live though the time that the bank said is over. */
        boolean outlivesItsEnd;

        boolean wasLive;
        /** Whether it was captured because somebody asked for that. */
        boolean capturedOnRequest;
        /** Whether that was for another amount. */
        boolean capturedOtherwise;
        /** Whether a capture came to nothing after all. */
        boolean captureFailed;
        /** Since when somebody outside the bank can know of it. */
        long toldAt = Long.MAX_VALUE;
        /** When it came to life. */
        long bornAt = Long.MAX_VALUE;
        /** When it came to its end. */
        long endedAt = Long.MAX_VALUE;

        Authorization(
                AuthorizationId id, DisputeId dispute, Money amount, String token, boolean invented, long madeAt) {
            this.madeAt = madeAt;
            this.id = id;
            this.dispute = dispute;
            this.amount = amount;
            this.token = token;
            this.invented = invented;
        }

        public AuthorizationId id() {
            return id;
        }

        public Status status() {
            return status;
        }

        public Money amount() {
            return amount;
        }

        public Optional<Money> captured() {
            return captured;
        }

        boolean isLive() {
            return status == Status.AUTHORIZED;
        }

        @Override
        public String toString() {
            return id + " " + status + " " + amount
                    + captured.map(it -> " captured " + it).orElse("") + (invented ? " invented" : "") + " until "
                    + Timeline.instant(expiresAt);
        }
    }

    /** What is remembered of a key. */
    private record Used(
            String request,
            Optional<Authorization> authorization,
            Optional<GatewayOutcome<AuthorizationView>> fixed,
            Optional<GatewayOutcome<RefreshedToken>> token) {}

    /** Gets the bank's news. */
    interface Newspaper {

        void print(Bank bank, GatewayEvent event);
    }

    private final Timeline timeline;
    private final Dice dice;
    private final Chronicle chronicle;
    private final String name;
    private final boolean canBeAsked;
    private boolean keepsFirstAnswers;
    private boolean saysWhenMade = true;
    private final Map<AuthorizationId, Authorization> authorizations = new LinkedHashMap<>();
    private final Map<DisputeId, List<Authorization>> byDispute = new HashMap<>();
    private final Map<String, Used> keys = new HashMap<>();
    /** Tokens that are no longer good, and since when. */
    private final Map<String, Long> replacedTokens = new HashMap<>();

    /** Tokens that stopped working without another one in their place. */
    private final Set<String> disabledTokens = new HashSet<>();

    private boolean refreshesInPlace;

    private final Set<String> takenBack = new HashSet<>();
    private final Set<DisputeId> refused = new HashSet<>();
    private List<String> unreadable = List.of();
    private MoneyRules rules;
    private Newspaper newspaper = (bank, event) -> {};
    private Duration life = Duration.ofDays(7);
    private int lapsesOddly;
    private int capturesFail;
    private int numbers;
    private int pageSize = 2;

    Bank(Timeline timeline, Dice dice, Chronicle chronicle, String name, boolean canBeAsked) {
        this.timeline = timeline;
        this.dice = dice;
        this.chronicle = chronicle;
        this.name = name;
        this.canBeAsked = canBeAsked;
    }

    void watchedBy(MoneyRules watching) {
        this.rules = watching;
    }

    void tells(Newspaper paper) {
        this.newspaper = paper;
    }

    public String name() {
        return name;
    }

    boolean canBeAsked() {
        return canBeAsked;
    }

    /** A repeat gets the first answer as it was, and not how things stand now: so does Stripe, which keeps failures of its own, too. */
    public void keepsFirstAnswers() {
        this.keepsFirstAnswers = true;
    }

    /** Nobody learns from it when an authorization was made. */
    public void saysNotWhenMade() {
        this.saysWhenMade = false;
    }

    /** A token that is refreshed from now on keeps its name. */
    public void refreshesInPlace() {
        refreshesInPlace = true;
    }

    /** How long a hold lives. */
    public void holdsLive(Duration time) {
        this.life = time;
    }

    /** How many in a hundred thousand holds lapse earlier or later than the bank says. */
    void lapsesOddly(int inHundredThousand) {
        this.lapsesOddly = inHundredThousand;
    }

    /** How many in a hundred thousand captures come to nothing, half an hour or more later. */
    void capturesFail(int inHundredThousand) {
        this.capturesFail = inHundredThousand;
    }

    /** Every authorization of a dispute, oldest first. */
    public List<Authorization> of(DisputeId dispute) {
        return byDispute.getOrDefault(dispute, List.of());
    }

    /** Every live authorization that nobody asked for. */
    List<Authorization> orphans() {
        return authorizations.values().stream()
                .filter(it -> it.invented && it.isLive())
                .toList();
    }

    Optional<Authorization> named(AuthorizationId id) {
        return Optional.ofNullable(authorizations.get(id));
    }

    /** Whether it is about an authorization that nobody asked for. */
    boolean isInvented(GatewayRequest request) {
        return request.target().flatMap(this::named).filter(it -> it.invented).isPresent();
    }

    boolean isReplaced(String token) {
        return replacedTokens.containsKey(token);
    }

    boolean isReplacedSince(String token, long before) {
        return replacedTokens.getOrDefault(token, Long.MAX_VALUE) < before;
    }

    /** On the first page of its list is what nobody can read. */
    public void listsAlso(String named) {
        unreadable = List.of(named);
    }

    /** It says no, and writes nothing down. */
    void refuses(DisputeId dispute) {
        refused.add(dispute);
    }

    boolean saysNoTo(DisputeId dispute) {
        return refused.contains(dispute) || of(dispute).stream().anyMatch(it -> it.status == Status.DECLINED);
    }

    boolean sending(GatewayRequest request) {
        return rules.sending(this, request);
    }

    void notSent(GatewayRequest request) {
        rules.notSent(request);
    }

    // ---- what it is asked to do

    GatewayOutcome<AuthorizationView> authorize(GatewayRequest request, Fate fate) {
        Used used = used(request);
        if (used != null) {
            return used.fixed().orElseGet(() -> standing(used.authorization().orElseThrow()));
        }
        Body body = Body.parse(request.body());
        // an invented one may have been taken for what was asked; then this one is as good as invented
        boolean stray = takenBack.contains(request.idempotencyKey())
                || (of(request.disputeId()).stream().anyMatch(it -> it.invented) && !rules.isOpen(request));
        if (!stray) {
            rules.placing(this, request, body);
        }
        Authorization placed =
                new Authorization(nextId(), request.disputeId(), body.amount(), body.token(), stray, timeline.micros());
        enter(placed);
        keys.put(
                request.idempotencyKey(),
                new Used(written(request), Optional.of(placed), Optional.empty(), Optional.empty()));
        boolean dead = isReplaced(body.token()) || disabledTokens.contains(body.token());
        switch (dead ? Fate.Verdict.NO : fate.verdict) {
            case YES -> live(placed, body.amount());
            case OTHER_AMOUNT -> live(placed, half(body.amount()));
            case CAPTURED_AT_ONCE -> {
                live(placed, body.amount());
                captured(placed, body.amount());
            }
            case NO -> declined(placed, dead ? "invalid_payment_method" : "insufficient_funds", false);
            case ACTION_REQUIRED -> declined(placed, "authentication_required", true);
            case LATER_YES -> timeline.afterMicros(fate.laterMicros, () -> decideLater(placed, true));
            case LATER_NO -> timeline.afterMicros(fate.laterMicros, () -> decideLater(placed, false));
        }
        return answered(request, placed, fate, standing(placed));
    }

    GatewayOutcome<AuthorizationView> capture(GatewayRequest request, Fate fate) {
        return settle(request, fate, false);
    }

    GatewayOutcome<AuthorizationView> giveBack(GatewayRequest request, Fate fate) {
        return settle(request, fate, true);
    }

    private GatewayOutcome<AuthorizationView> settle(GatewayRequest request, Fate fate, boolean back) {
        Used used = used(request);
        if (used != null) {
            return used.fixed().orElseGet(() -> standing(used.authorization().orElseThrow()));
        }
        Authorization target = authorizations.get(request.target().orElseThrow());
        rules.settling(this, request, target, back);
        if (!canBeAsked) {
            timeline.afterMicros(fate.laterMicros, () -> settleLater(request, target, fate, back));
            return remember(request, target, new GatewayOutcome.Pending<>(Optional.empty()));
        }
        Optional<GatewayOutcome<AuthorizationView>> no = settleNow(request, target, fate, back);
        return no.map(it -> remember(request, target, kept(fate, it))).orElseGet(() -> {
            keys.put(
                    request.idempotencyKey(),
                    new Used(written(request), Optional.of(target), Optional.empty(), Optional.empty()));
            return answered(request, target, fate, standing(target));
        });
    }

    private GatewayOutcome<AuthorizationView> answered(
            GatewayRequest request, Authorization target, Fate fate, GatewayOutcome<AuthorizationView> outcome) {
        return keepsFirstAnswers ? remember(request, target, kept(fate, outcome)) : outcome;
    }

    private GatewayOutcome<AuthorizationView> kept(Fate fate, GatewayOutcome<AuthorizationView> outcome) {
        return keepsFirstAnswers && fate.answer == Fate.Answer.SERVER_ERROR
                ? new GatewayOutcome.Unknown<>("failure kept under the key", Optional.empty(), GatewayOutcome.Key.SPENT)
                : outcome;
    }

    private GatewayOutcome<AuthorizationView> remember(
            GatewayRequest request, Authorization target, GatewayOutcome<AuthorizationView> outcome) {
        keys.put(
                request.idempotencyKey(),
                new Used(written(request), Optional.of(target), Optional.of(outcome), Optional.empty()));
        return outcome;
    }

    private void settleLater(GatewayRequest request, Authorization target, Fate fate, boolean back) {
        Status before = target.status;
        if (settleNow(request, target, fate, back).isPresent()) {
            printSetback(request, target, back ? Status.VOID_REFUSED : Status.CAPTURE_REFUSED);
        } else if (target.status == before) {
            print(target);
        } else if (!back && dice.chance(capturesFail)) {
            timeline.afterMicros(dice.between(1_800_000_000L, 3_600_000_000L), () -> failCapture(request, target));
        }
    }

    /** @return why not, if not */
    private Optional<GatewayOutcome<AuthorizationView>> settleNow(
            GatewayRequest request, Authorization target, Fate fate, boolean back) {
        if (back && target.status == Status.VOIDED) {
            return Optional.empty();
        }
        if (target.status != Status.AUTHORIZED) {
            return Optional.of(new GatewayOutcome.Unknown<>("http 409", Optional.empty()));
        }
        if (back && fate.verdict == Fate.Verdict.NO) {
            return Optional.of(new GatewayOutcome.Unknown<>("http 500", Optional.empty()));
        }
        if (back) {
            end(target, Status.VOIDED);
            return Optional.empty();
        }
        Money amount = Body.parse(request.body()).amount();
        if (amount.isMoreThan(target.amount)) {
            return Optional.of(new GatewayOutcome.Declined<>("amount_too_large", Optional.empty(), false));
        }
        if (fate.verdict == Fate.Verdict.NO) {
            return Optional.of(new GatewayOutcome.Declined<>("capture_refused", Optional.empty(), false));
        }
        target.capturedOnRequest = true;
        target.capturedOtherwise = fate.verdict == Fate.Verdict.OTHER_AMOUNT;
        captured(target, fate.verdict == Fate.Verdict.OTHER_AMOUNT ? half(amount) : amount);
        return Optional.empty();
    }

    /** A capture comes to nothing; the bank may try again, if the hold still lives. */
    private void failCapture(GatewayRequest request, Authorization it) {
        Money amount = it.captured.orElseThrow();
        it.captured = Optional.empty();
        it.captureFailed = true;
        it.status = it.expiresAt > timeline.micros() ? Status.AUTHORIZED : Status.EXPIRED;
        note(it.dispute, 13, () -> "bank: capture failed: " + it);
        printSetback(request, it, Status.CAPTURE_FAILED);
        if (it.status == Status.EXPIRED) {
            print(it);
        }
        if (dice.chance(50_000)) {
            timeline.afterMicros(dice.between(1_800_000_000L, 3_600_000_000L), () -> {
                if (it.isLive()) {
                    captured(it, amount);
                }
            });
        }
    }

    /** Gives back whatever came of a request, or may come of it soon. */
    GatewayOutcome<AuthorizationView> takeBack(GatewayRequest request, Fate fate) {
        rules.takingBack(this, request);
        takenBack.add(request.idempotencyKey());
        timeline.afterMicros(
                fate.laterMicros,
                () -> Optional.ofNullable(keys.get(request.idempotencyKey()))
                        .flatMap(Used::authorization)
                        .filter(it -> it.isLive() || it.status == Status.PENDING)
                        .ifPresent(it -> end(it, Status.VOIDED)));
        return new GatewayOutcome.Pending<>(Optional.empty());
    }

    GatewayOutcome<RefreshedToken> refresh(GatewayRequest request, Fate fate) {
        Used used = used(request);
        if (used != null) {
            return used.token().orElseThrow();
        }
        String old = request.paymentMethodId().orElseThrow();
        rules.refreshing(this, request, old);
        GatewayOutcome<RefreshedToken> outcome;
        if (fate.verdict != Fate.Verdict.YES || isReplaced(old) || disabledTokens.contains(old)) {
            outcome = new GatewayOutcome.Declined<>("payment_method_gone", Optional.empty(), false);
        } else {
            String fresh = refreshesInPlace ? old : "pm_" + numbers++;
            if (!refreshesInPlace) {
                replacedTokens.put(old, timeline.micros());
                rules.traded(request, old);
            }
            outcome = new GatewayOutcome.Approved<>(new RefreshedToken(fresh, Optional.empty()));
        }
        keys.put(
                request.idempotencyKey(),
                new Used(written(request), Optional.empty(), Optional.empty(), Optional.of(outcome)));
        note(request.disputeId(), 31, () -> "bank: token " + old + ": " + outcome);
        return outcome;
    }

    Inquiry find(AuthorizationId id) {
        Authorization found = authorizations.get(id);
        return found == null ? new Inquiry.Absent() : new Inquiry.Found(List.of(view(found)));
    }

    Inquiry findByDispute(DisputeId dispute) {
        List<AuthorizationView> found = of(dispute).stream().map(this::view).toList();
        of(dispute).forEach(this::told);
        return found.isEmpty() ? new Inquiry.Absent() : new Inquiry.Found(found);
    }

    // ---- what it does of its own accord

    /** Somebody at the bank gives a hold back. */
    public void voidAtDesk(AuthorizationId id) {
        Authorization it = authorizations.get(id);
        if (it.isLive()) {
            end(it, Status.VOIDED);
        }
    }

    /** It knows nothing of it any more, as after it was restored. */
    public void forget(AuthorizationId id) {
        Authorization it = authorizations.remove(id);
        byDispute.get(it.dispute).remove(it);
    }

    /** Somebody at the bank takes the money. */
    public void captureAtDesk(AuthorizationId id, Money amount) {
        Authorization it = authorizations.get(id);
        if (it.isLive()) {
            captured(it, amount);
        }
    }

    /** Somebody at the bank takes some of the money, and the hold lives on. */
    public void takeSomeAtDesk(AuthorizationId id, Money amount) {
        authorizations.get(id).captured = Optional.of(amount);
    }

    /** A capture comes to nothing after all. */
    public void undoCapture(AuthorizationId id) {
        Authorization it = authorizations.get(id);
        it.captured = Optional.empty();
        it.captureFailed = true;
        it.status = Status.AUTHORIZED;
    }

    /** A hold does not lapse, whatever the bank says. */
    public void outliveItsEnd(AuthorizationId id) {
        authorizations.get(id).outlivesItsEnd = true;
    }

    /** The card network lets a hold lapse now. */
    public void lapse(AuthorizationId id) {
        Authorization it = authorizations.get(id);
        if (it.isLive()) {
            end(it, Status.EXPIRED);
        }
    }

    /** The network changes its mind about how long a hold lives. */
    public void prolong(AuthorizationId id, Duration more) {
        Authorization it = authorizations.get(id);
        if (it.isLive()) {
            it.expiresAt += more.toNanos() / 1_000;
            planLapse(it, it.expiresAt - timeline.micros());
            print(it);
        }
    }

    /** A token stops working, whoever did it. */
    public void disable(String token) {
        replacedTokens.put(token, timeline.micros());
    }

    /** A token stops working, and the bank says so. */
    public void disableAndTell(String token) {
        disabledTokens.add(token);
        print(token, TokenNews.Change.DISABLED);
    }

    /** The card behind a token is brought up to date, and the bank says so. */
    public void updateAndTell(String token) {
        if (!isReplaced(token)) {
            disabledTokens.remove(token);
            print(token, TokenNews.Change.UPDATED);
        }
    }

    private void print(String token, TokenNews.Change change) {
        newspaper.print(
                this,
                new GatewayEvent(
                        "evt_" + name + numbers++,
                        "token." + change,
                        new TokenNews(TokenFingerprint.of(name, token), change)));
    }

    /** An authorization that nobody asked for, in the name of a dispute. */
    public Authorization invent(DisputeId dispute, Money amount) {
        Authorization orphan = new Authorization(nextId(), dispute, amount, "?", true, timeline.micros());
        enter(orphan);
        live(orphan, amount);
        return orphan;
    }

    /** As {@link #invent}, and nobody is told. */
    void inventInSilence(DisputeId dispute, Money amount) {
        Newspaper paper = newspaper;
        newspaper = (bank, event) -> {};
        invent(dispute, amount);
        newspaper = paper;
    }

    /** How many live authorizations a page of the list has. */
    void listsAtOnce(int authorizations) {
        this.pageSize = authorizations;
    }

    /** Live authorizations, two a page if nothing else is said, in the order of their ids. */
    AuthorizationPage list(Optional<String> after) {
        List<AuthorizationView> rest = authorizations.values().stream()
                .filter(it -> it.status == Status.AUTHORIZED)
                .filter(it -> after.isEmpty() || it.id.value().compareTo(after.get()) > 0)
                .sorted(Comparator.comparing(it -> it.id.value()))
                .map(this::view)
                .toList();
        List<AuthorizationView> page = rest.subList(0, Math.min(pageSize, rest.size()));
        return new AuthorizationPage(
                page,
                page.size() < rest.size()
                        ? Optional.of(page.get(page.size() - 1).id().value())
                        : Optional.empty(),
                after.isEmpty() ? unreadable : List.of());
    }

    private void decideLater(Authorization it, boolean yes) {
        if (it.status == Status.PENDING) {
            if (yes) {
                live(it, it.amount);
            } else {
                declined(it, "insufficient_funds", false);
            }
        }
    }

    private void live(Authorization it, Money amount) {
        it.status = Status.AUTHORIZED;
        it.amount = amount;
        it.wasLive = true;
        it.bornAt = timeline.micros();
        it.expiresAt = timeline.micros() + life.toNanos() / 1_000;
        long lives = life.toNanos() / 1_000;
        planLapse(it, dice.chance(lapsesOddly) ? dice.between(lives / 4, lives + lives / 4) : lives);
        note(it.dispute, 11, () -> "bank: " + it);
        rules.lives(this, it);
        print(it);
    }

    private void planLapse(Authorization it, long inMicros) {
        long stated = it.expiresAt;
        timeline.afterMicros(inMicros, () -> {
            boolean prolonged = it.expiresAt != stated;
            if (it.isLive() && !prolonged && !it.outlivesItsEnd) {
                end(it, Status.EXPIRED);
            }
        });
    }

    private void captured(Authorization it, Money amount) {
        it.captured = Optional.of(amount);
        end(it, Status.CAPTURED);
    }

    private void declined(Authorization it, String code, boolean actionRequired) {
        it.failureCode = Optional.of(code);
        it.actionRequired = actionRequired;
        it.expiresAt = timeline.micros();
        end(it, Status.DECLINED);
    }

    private void end(Authorization it, Status status) {
        it.status = status;
        it.endedAt = timeline.micros();
        note(it.dispute, 12, () -> "bank: " + it);
        rules.ended(this, it);
        print(it);
    }

    private void enter(Authorization it) {
        it.expiresAt = timeline.micros() + life.toNanos() / 1_000;
        authorizations.put(it.id, it);
        byDispute.computeIfAbsent(it.dispute, id -> new ArrayList<>(2)).add(it);
    }

    private void print(Authorization it) {
        print(it, it.status);
    }

    private void print(Authorization it, Status said) {
        print(it, Optional.empty(), view(it, said));
    }

    /** A request comes to nothing: it is named, and so is its amount. */
    private void printSetback(GatewayRequest request, Authorization it, Status said) {
        Money amount = request.amount().orElse(it.amount);
        print(it, Optional.of(request.idempotencyKey()), view(it, said, amount));
    }

    private void print(Authorization it, Optional<String> reference, AuthorizationView view) {
        newspaper.print(
                this,
                new GatewayEvent(
                        "evt_" + name + numbers++,
                        "authorization.updated",
                        Optional.of(it.dispute),
                        Optional.of(it.id),
                        reference,
                        Optional.of(view),
                        Optional.empty()));
    }

    // ---- what it says

    private AuthorizationView view(Authorization it) {
        return view(it, it.status);
    }

    private AuthorizationView view(Authorization it, Status said) {
        return view(it, said, it.amount);
    }

    private AuthorizationView view(Authorization it, Status said, Money amount) {
        return new AuthorizationView(
                it.id,
                said,
                Optional.of(amount),
                it.captured,
                it.failureCode,
                it.actionRequired,
                Timeline.instant(it.expiresAt),
                Optional.of(it.dispute),
                saysWhenMade ? Optional.of(Timeline.instant(it.madeAt)) : Optional.empty());
    }

    /** Somebody outside gets to know of it. */
    void told(Authorization it) {
        it.toldAt = Math.min(it.toldAt, timeline.micros());
    }

    private GatewayOutcome<AuthorizationView> standing(Authorization it) {
        told(it);
        return switch (it.status) {
            case PENDING -> new GatewayOutcome.Pending<>(Optional.of(it.id));
            case DECLINED ->
                new GatewayOutcome.Declined<>(it.failureCode.orElseThrow(), Optional.of(it.id), it.actionRequired);
            case AUTHORIZED, CAPTURED, VOIDED, EXPIRED, CAPTURE_REFUSED, CAPTURE_FAILED, VOID_REFUSED ->
                new GatewayOutcome.Approved<>(view(it));
        };
    }

    /** What is remembered of the key, or null; each time that a key is used, the request has to be the same. */
    private Used used(GatewayRequest request) {
        rules.received(this, request);
        Used used = keys.get(request.idempotencyKey());
        if (used != null && !used.request().equals(written(request))) {
            rules.broken(
                    request.disputeId(),
                    "key " + request.idempotencyKey() + " came with two bodies: " + used.request() + " and "
                            + written(request));
        }
        return used;
    }

    private static String written(GatewayRequest request) {
        return request.target() + " " + request.body();
    }

    private AuthorizationId nextId() {
        return new AuthorizationId("auth_" + name + "_" + numbers++);
    }

    static Money half(Money amount) {
        return Money.ofMinorUnits(Math.max(1, amount.minorUnits() / 2), amount.currency());
    }

    private void note(DisputeId dispute, long facts, java.util.function.Supplier<String> what) {
        chronicle.note(dispute, facts, what);
    }
}
