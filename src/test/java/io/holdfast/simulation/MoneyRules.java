package io.holdfast.simulation;

import io.holdfast.audit.HashChain;
import io.holdfast.dispute.HoldPolicy;
import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.ChainHead;
import io.holdfast.dispute.model.ChainedEntry;
import io.holdfast.dispute.model.Counters;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.GatewayOperation;
import io.holdfast.dispute.model.HoldState;
import io.holdfast.dispute.model.OperationKind;
import io.holdfast.dispute.model.OperationState;
import io.holdfast.dispute.model.Question;
import io.holdfast.dispute.model.Settlement;
import io.holdfast.dispute.model.Status;
import io.holdfast.dispute.model.StoryType;
import io.holdfast.dispute.model.TokenFingerprint;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.GatewayRequest;
import io.holdfast.money.Money;
import io.holdfast.store.ReconciliationStore.VoidIntent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The money rules, looked at from outside: at every commit what became of the dispute, at every act of a bank whether it was right to ask for it, and in the end
 * whether record and books agree.
 */
public final class MoneyRules {

    /** A rule is broken; which one, and by which dispute. */
    static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Optional<DisputeId> dispute;

        Broken(Optional<DisputeId> dispute, String what) {
            super(what);
            this.dispute = dispute;
        }

        Optional<DisputeId> dispute() {
            return dispute;
        }
    }

    /** At most, those of two replicas, and the leeway of a wake-up. */
    private static final long CLOCKS_DIFFER = 6_100_000;

    /** What changed less long ago a reconciliation leaves alone. */
    static final Duration SETTLE = Duration.ofMinutes(5);

    private static final long A_TRADE_TAKES = 120_000_000;

    /** Since a replica asked how the other holds stand, before it lets a charge go: a few questions, each of which a bank may take its time for. */
    private static final long A_LOOK_IS_OLD = 60_000_000;

    /** At least so long, half the patience, a trade that was sent is waited for while no answer comes. */
    private static final long TRADE_IS_WAITED_FOR = 15 * 60_000_000L / 2 - CLOCKS_DIFFER;

    private final Database database;
    private final Chronicle chronicle;
    private final List<Bank> banks;
    private final HoldPolicy policy;
    private final boolean looksAway;
    private final Glass glass = new Glass();
    private final EndRules inTheEnd;

    /** When the request of a key was sent for the first time. */
    private final Map<String, Long> sent = new HashMap<>();

    /** The key of the request by which a bank traded a token. */
    private final Map<String, String> trades = new HashMap<>();

    private Optional<Broken> first = Optional.empty();
    private Function<AuthorizationId, Optional<VoidIntent>> orphansIntents = id -> Optional.empty();

    /** @param looksAway whether only what becomes of it is looked at, and not how it was done */
    MoneyRules(Database database, Chronicle chronicle, List<Bank> banks, HoldPolicy policy, boolean looksAway) {
        this.policy = policy;
        this.looksAway = looksAway;
        this.database = database;
        this.chronicle = chronicle;
        this.banks = banks;
        this.inTheEnd = new EndRules(this, database, chronicle);
    }

    /** What has to be true when nothing goes wrong any more. */
    EndRules inTheEnd() {
        return inTheEnd;
    }

    /** @param written where the intents to give orphans back are */
    void reads(Function<AuthorizationId, Optional<VoidIntent>> written) {
        this.orphansIntents = written;
    }

    /** The first rule that was broken, also if somebody swallowed the exception. */
    Optional<Broken> firstBroken() {
        return first;
    }

    void broken(DisputeId dispute, String what) {
        fail(new Broken(Optional.of(dispute), what));
    }

    void broken(String what) {
        fail(new Broken(Optional.empty(), what));
    }

    private void fail(Broken it) {
        if (first.isEmpty()) {
            first = Optional.of(it);
        }
        throw it;
    }

    void require(boolean holds, DisputeId dispute, String otherwise) {
        if (!holds) {
            broken(dispute, otherwise);
        }
    }

    Bank bank(Dispute dispute) {
        return banks.stream()
                .filter(it -> it.name().equals(dispute.terms().gateway()))
                .findFirst()
                .orElseThrow();
    }

    // ---- at every commit

    void opened(Database.Row row) {
        Dispute it = row.dispute;
        chronicle.note(it.id(), 1, () -> "opened: " + words(it));
        require(it.status() == Status.INITIATED, it.id(), "opened as " + it.status());
        GatewayOperation first = it.operation().orElseThrow();
        require(first.idempotencyKey().equals(it.id().toString()), it.id(), "the first key is not the dispute id");
        checkStory(row, ChainHead.START, row.story);
        checkIntent(it, first);
    }

    /** @param another whether another replica had the lease of it, and still had time */
    void claimed(Database.Row row, Dispute before, boolean another) {
        chronicle.note(
                before.id(), 2, () -> "taken up, lease " + row.dispute.lease() + " version " + row.dispute.version());
        require(!another, before.id(), "two replicas work on it at once");
        require(!isPutOff(before), before.id(), "takes up what the bank has put off");
    }

    void committed(Database.Row row, Dispute before, List<ChainedEntry> story) {
        Dispute after = row.dispute;
        chronicle.note(after.id(), 3 + after.status().ordinal() * 7L, () -> "committed: " + words(after) + tell(story));
        require(
                looksAway || after.version() == before.version() + 1,
                after.id(),
                "a change was decided on an old version");
        checkMove(before, after);
        checkPending(before, after, story);
        checkOperations(row, before, after);
        checkSurplus(before, after);
        checkToken(row, before, after, story);
        checkStory(row, before.head(), story);
        checkPatience(before, after, story);
        boolean visible = !before.state().equals(after.state())
                || !before.pending().equals(after.pending())
                || !before.attention().equals(after.attention())
                || !before.surplus().equals(after.surplus());
        boolean prolonged = before.status() == Status.HELD && after.status() == Status.HELD;
        require(!visible || prolonged || !story.isEmpty(), after.id(), "a change without a story");
        require(
                after.createdAt().equals(before.createdAt()) && after.terms().equals(before.terms()),
                after.id(),
                "terms changed");
        inTheEnd.committed(row);
    }

    /** What the comparison of a bank's books does to a dispute. @param before as it was */
    void reconciled(Dispute before) {
        if (before.lease().isPresent()) {
            return;
        }
        long settled = chronicle.micros() - SETTLE.toNanos() / 1_000 + CLOCKS_DIFFER;
        boolean raised = before.attention().equals(Optional.of(Attention.ORPHANED_HOLD));
        require(
                raised || Timeline.micros(before.updatedAt()) <= settled,
                before.id(),
                "a reconciliation touches what changed a moment ago");
        require(
                isAtRest(before),
                before.id(),
                "a reconciliation touches what something is under way for: " + words(before));
    }

    private static boolean isAtRest(Dispute it) {
        return it.lease().isEmpty()
                && it.operation().isEmpty()
                && it.question().isEmpty()
                && it.pending().isEmpty()
                && it.surplus().isEmpty();
    }

    /** A reconciliation that began then, and gave back what it found, is over. */
    void expectNoOrphans(long began) {
        long old = began - SETTLE.toNanos() / 1_000 - CLOCKS_DIFFER;
        for (Bank bank : banks) {
            if (bank.canBeAsked()) {
                bank.orphans().stream().filter(it -> it.bornAt < old).forEach(it -> {
                    Optional<Dispute> dispute = database.find(it.dispute);
                    boolean leftAlone = dispute.filter(own ->
                                    Timeline.micros(own.updatedAt()) > old || !isAtRest(own) || own.isCurrent(it.id))
                            .isPresent();
                    require(leftAlone, it.dispute, "a reconciliation passed an orphan over: " + it);
                });
            }
        }
    }

    /** When a bank asks to be left alone for a while only a person may insist. */
    private void checkPatience(Dispute before, Dispute after, List<ChainedEntry> story) {
        boolean takenUp = before.operation()
                        .filter(it -> it.state() != OperationState.RUNNING)
                        .isPresent()
                && after.operation()
                        .filter(it -> it.state() == OperationState.RUNNING)
                        .map(GatewayOperation::id)
                        .equals(before.operation().map(GatewayOperation::id));
        boolean insisted = story.stream().anyMatch(it -> it.type().equals(StoryType.RETRY_REQUESTED.code()));
        require(
                !takenUp || insisted || !isPutOff(before),
                after.id(),
                "a decision or news does not wait as long as the bank wants");
    }

    private boolean isPutOff(Dispute it) {
        Instant now = Timeline.instant(chronicle.micros() + CLOCKS_DIFFER);
        return it.lease().isEmpty()
                && it.operation().filter(open -> open.isPutOff(now)).isPresent();
    }

    private void checkMove(Dispute before, Dispute after) {
        if (before.state().equals(after.state())) {
            return;
        }
        DisputeId id = after.id();
        boolean legal = switch (before.status()) {
            case INITIATED -> true;
            case HELD -> after.status() != Status.INITIATED && after.status() != Status.FAILED;
            case CHARGED ->
                (after.status() == Status.HELD || after.status() == Status.RELEASED || after.status() == Status.EXPIRED)
                        && book(before).filter(it -> it.captureFailed).isPresent();
            case FAILED, RELEASED, EXPIRED -> false;
        };
        require(legal, id, "moved from " + before.state() + " to " + after.state());
        HoldState state = after.state();
        Optional<Bank.Authorization> book = book(after);
        switch (after.status()) {
            case INITIATED -> {}
            case FAILED -> require(bank(after).saysNoTo(id), id, "FAILED, and the gateway never said no");
            case HELD -> {
                require(book.isPresent() && book.get().wasLive, id, "HELD, and no such authorization ever lived");
                require(
                        book.get().amount.equals(after.terms().amount()),
                        id,
                        "HELD with " + book.get().amount + " in the books");
            }
            case RELEASED ->
                require(
                        book.isPresent()
                                && (book.get().status == AuthorizationView.Status.VOIDED
                                        || (book.get().status == AuthorizationView.Status.EXPIRED
                                                && isRelease(before.pending()))),
                        id,
                        "RELEASED, and the books say " + book);
            case EXPIRED ->
                require(
                        book.isPresent() && book.get().status == AuthorizationView.Status.EXPIRED,
                        id,
                        "EXPIRED, and the books say " + book);
            case CHARGED -> {
                Money charged = ((HoldState.Charged) state).amount();
                require(
                        book.isPresent()
                                && (book.get().captureFailed
                                        || (book.get().status == AuthorizationView.Status.CAPTURED
                                                && book.get().captured.equals(Optional.of(charged)))),
                        id,
                        "CHARGED " + charged + ", and the books say " + book);
                boolean asked = before.pending().equals(Optional.of(new Settlement.Charge(charged)));
                require(
                        asked || after.attention().equals(Optional.of(Attention.UNEXPECTED_CAPTURE)),
                        id,
                        "charged what nobody asked for, in silence");
            }
        }
    }

    /** The authorization that a dispute stands on, in the books. */
    private Optional<Bank.Authorization> book(Dispute dispute) {
        return dispute.state().authorizationId().flatMap(it -> bank(dispute).named(it));
    }

    private static boolean isRelease(Optional<Settlement> pending) {
        return pending.filter(Settlement.Release.class::isInstance).isPresent();
    }

    private void checkPending(Dispute before, Dispute after, List<ChainedEntry> story) {
        if (before.pending().equals(after.pending())) {
            return;
        }
        DisputeId id = after.id();
        if (before.pending().isEmpty()) {
            require(!before.status().isTerminal(), id, "a decision on a dispute that is over");
            boolean charge = after.pending().orElseThrow() instanceof Settlement.Charge;
            require(!charge || before.status() == Status.HELD, id, "a charge of what is not held");
            if (after.pending().get() instanceof Settlement.Charge it) {
                require(
                        !it.amount().isMoreThan(after.terms().amount())
                                && !it.amount().isZero(),
                        id,
                        "a charge of " + it.amount());
            }
            return;
        }
        require(after.pending().isEmpty(), id, "one decision took the place of another");
        boolean failed = story.stream().anyMatch(it -> it.type().equals(StoryType.CHARGE_FAILED.code()));
        require(after.status().isTerminal() || failed, id, "a decision was forgotten");
    }

    private void checkOperations(Database.Row row, Dispute before, Dispute after) {
        Counters was = before.counters();
        Counters is = after.counters();
        require(
                is.renewals() >= was.renewals()
                        && is.captures() >= was.captures()
                        && is.voids() >= was.voids()
                        && is.refreshes() >= was.refreshes(),
                after.id(),
                "a counter went back");
        boolean isNew = after.operation()
                .filter(it -> before.operation()
                        .filter(old -> old.id().equals(it.id()))
                        .isEmpty())
                .isPresent();
        if (isNew) {
            checkIntent(after, after.operation().get());
        }
        long open = row.operations.values().stream().filter(it -> !it.done).count();
        require(open <= 1, after.id(), "two operations are open at once");
    }

    private void checkIntent(Dispute dispute, GatewayOperation intent) {
        DisputeId id = dispute.id();
        String key = intent.kind() == OperationKind.AUTHORIZE
                ? id.toString()
                : id + ":" + intent.kind().lowerCase() + ":" + intent.n();
        require(intent.idempotencyKey().equals(key), id, "key " + intent.idempotencyKey() + " should be " + key);
        String body = letter(dispute, intent).split("\n", -1)[1];
        switch (intent.kind()) {
            case AUTHORIZE, RENEW -> {
                Body it = Body.parse(body);
                require(it.amount().equals(dispute.terms().amount()), id, "authorizes " + it.amount());
                require(it.captureMethod().equals("manual"), id, "capture is not manual");
                require(it.token().equals(Glass.token(dispute)), id, "a new intent with an old token");
                require(
                        intent.kind() == OperationKind.AUTHORIZE || dispute.status() == Status.HELD,
                        id,
                        "a renewal of what is not held");
            }
            case CAPTURE -> {
                boolean asked = dispute.pending()
                        .equals(Optional.of(
                                new Settlement.Charge(Body.parse(body).amount())));
                require(asked, id, "an intent to capture what nobody asked for");
                require(dispute.isCurrent(intent.target().orElseThrow()), id, "captures another hold");
            }
            case VOID -> {
                AuthorizationId target = intent.target().orElseThrow();
                require(
                        dispute.surplus().contains(target)
                                || (dispute.isCurrent(target) && isRelease(dispute.pending())),
                        id,
                        "gives a hold back that is needed");
            }
            case REFRESH -> {}
        }
    }

    /** While one dispute's token is traded another one's intent may be under way to the database; but not for long. */
    /** So long that whoever could hear of it must have; of a trade that is still in doubt nobody can. */
    private boolean isLongReplaced(Dispute dispute) {
        String token = Glass.token(dispute);
        Bank bank = bank(dispute);
        return bank.isReplacedSince(token, chronicle.micros() - A_TRADE_TAKES) && isTradeRecorded(bank, token);
    }

    private String letter(Dispute dispute, GatewayOperation operation) {
        return glass.open(operation.body(), dispute.id()).reveal();
    }

    private void checkSurplus(Dispute before, Dispute after) {
        for (AuthorizationId id : before.surplus()) {
            boolean live =
                    bank(after).named(id).filter(Bank.Authorization::isLive).isPresent();
            require(
                    after.surplus().contains(id) || !live || after.isCurrent(id),
                    after.id(),
                    "forgot to give back " + id);
        }
        for (AuthorizationId id : after.surplus()) {
            boolean current = after.isCurrent(id) && !after.status().isTerminal();
            require(!current, after.id(), "wants to give back the hold it stands on");
        }
    }

    private void checkToken(Database.Row row, Dispute before, Dispute after, List<ChainedEntry> story) {
        if (Arrays.equals(before.paymentToken().bytes(), after.paymentToken().bytes())) {
            return;
        }
        row.tokens++;
        require(
                story.stream()
                        .anyMatch(it -> it.type().equals(StoryType.TOKEN_REFRESHED.code())
                                || it.type().equals(StoryType.TOKEN_REPLACED.code())),
                after.id(),
                "the token changed in silence");
        require(!isLongReplaced(after), after.id(), "took over a token that is no longer good");
    }

    private void checkStory(Database.Row row, ChainHead head, List<ChainedEntry> story) {
        byte[] previous = head.hash();
        int sequence = head.sequence();
        DisputeId id = row.dispute.id();
        for (ChainedEntry it : story) {
            sequence++;
            require(it.sequence() == sequence, id, "event " + it.sequence() + " where " + sequence + " is due");
            byte[] hash = HashChain.hash(previous, id, sequence, it.type(), it.at(), it.actor(), it.detail());
            require(Arrays.equals(hash, it.hash()), id, "the chain is broken at " + sequence);
            previous = hash;
        }
        require(
                row.dispute.head().sequence() == sequence && row.story.size() == sequence,
                id,
                "the head says " + row.dispute.head().sequence() + ", the story has " + row.story.size() + " events");
        require(Arrays.equals(row.dispute.head().hash(), previous), id, "the head is not the end of the story");
    }

    // ---- at every act of a bank

    /** Every request that writes, also a repeat: it was committed before, with this key and these bytes. */
    void received(Bank bank, GatewayRequest request) {
        if (looksAway) {
            return;
        }
        DisputeId id = request.disputeId();
        chronicle.note(
                id, 5, () -> "bank: gets " + request.idempotencyKey() + " " + request.target() + " " + request.body());
        Database.Row row = database.row(id).orElse(null);
        if (row == null && bank.isInvented(request)) {
            checkOrphansIntent(request);
            return;
        }
        require(row != null, id, "a call for a dispute that is not committed");
        Database.Intended intent = latest(row, request);
        require(intent != null, id, "a call without an intent: " + request.idempotencyKey());
        String[] letter = letter(row.dispute, intent.operation).split("\n", -1);
        require(
                letter[1].equals(request.body())
                        && intent.operation.target().equals(request.target())
                        && letter[0].equals(request.paymentMethodId().orElse("")),
                id,
                "sends what is not written in the intent " + request.idempotencyKey());
    }

    /** An orphan whose dispute nobody knows has its intent with the reconciliation. */
    private void checkOrphansIntent(GatewayRequest request) {
        DisputeId id = request.disputeId();
        VoidIntent intent = orphansIntents.apply(request.target().orElseThrow()).orElse(null);
        require(intent != null, id, "gives an orphan back without an intent: " + request.idempotencyKey());
        require(
                intent.idempotencyKey().equals(request.idempotencyKey())
                        && glass.open(intent.body(), id).reveal().equals(request.body()),
                id,
                "sends what is not written in the intent for an orphan " + request.idempotencyKey());
    }

    /** The last intent with that key: one that was never sent may have given way to another one. */
    private static Database.Intended latest(Database.Row row, GatewayRequest request) {
        return row.operations.values().stream()
                .filter(it -> it.operation.idempotencyKey().equals(request.idempotencyKey()))
                .reduce((older, newer) -> newer)
                .orElse(null);
    }

    /**
     * A replica lets a request go. What was traded is not used any more, but for the repeat of what may have been sent before.
     *
     * @return whether nothing was sent with its key before
     */
    boolean sending(Bank bank, GatewayRequest request) {
        Database.Row row = database.row(request.disputeId()).orElse(null);
        Database.Intended intent = row == null ? null : latest(row, request);
        if (!looksAway && intent != null && intent.operation.kind() == OperationKind.CAPTURE) {
            checkTakenOnce(bank, row, intent.operation);
        }
        if (looksAway || intent == null || sent.putIfAbsent(request.idempotencyKey(), chronicle.micros()) != null) {
            return false;
        }
        require(
                intent.done || intent.operation.maybeSent() || intent.operation.state() == OperationState.RUNNING,
                request.disputeId(),
                "sends what the record takes for surely not sent: " + request.idempotencyKey());
        OperationKind kind = intent.operation.kind();
        if (!kind.authorizes() && kind != OperationKind.REFRESH) {
            return true;
        }
        String token = request.paymentMethodId().orElseThrow();
        Long traded = sent.get(trades.get(token));
        boolean nobodyEverHeard =
                traded != null && traded < chronicle.micros() - TRADE_IS_WAITED_FOR && !isTradeRecorded(bank, token);
        require(
                intent.doubted || nobodyEverHeard || !bank.isReplaced(token),
                request.disputeId(),
                "uses a token that was traded: " + request.idempotencyKey());
        return true;
    }

    /**
     * No charge is let go beside what somebody at the bank took of another hold that is known, if it would take money once more: unless the bank has not said so for as long
     * as that is waited for.
     */
    private void checkTakenOnce(Bank bank, Database.Row row, GatewayOperation charge) {
        Dispute dispute = row.dispute;
        boolean takes = charge.target()
                .flatMap(bank::named)
                .filter(Bank.Authorization::isLive)
                .isPresent();
        if (!takes || !bank.canBeAsked() || charge.cameTo("pending")) {
            return;
        }
        long now = chronicle.micros() + CLOCKS_DIFFER;
        long waited = now - Timeline.micros(charge.createdAt());
        boolean enough = waited > policy.patience().toNanos() / 1_000
                || dispute.state()
                        .hold()
                        .filter(hold -> waited > Timeline.micros(hold.expiresAt()) - now)
                        .isPresent();
        boolean takenBefore = bank.of(dispute.id()).stream()
                .filter(it -> dispute.surplus().contains(it.id))
                .filter(it -> it.status == AuthorizationView.Status.CAPTURED
                        && it.amount.equals(dispute.terms().amount()))
                .anyMatch(it -> it.endedAt < now - CLOCKS_DIFFER - A_LOOK_IS_OLD);
        require(enough || !takenBefore, dispute.id(), "charges beside what was taken of another hold");
    }

    /** What a replica let go did not leave it: the next time is the first again. */
    void notSent(GatewayRequest request) {
        sent.remove(request.idempotencyKey());
    }

    /** A bank gives a new token for the old one. */
    void traded(GatewayRequest request, String old) {
        trades.put(old, request.idempotencyKey());
    }

    private boolean isTradeRecorded(Bank bank, String token) {
        return database.tradedFor(TokenFingerprint.of(bank.name(), token).bytes())
                .filter(it -> !new String(it.bytes(), StandardCharsets.UTF_8).contains("|\n"))
                .isPresent();
    }

    private boolean isKnownToBeUnderWay(Bank bank, String token, GatewayRequest request) {
        return database.tradedFor(TokenFingerprint.of(bank.name(), token).bytes())
                .filter(it ->
                        new String(it.bytes(), StandardCharsets.UTF_8).contains("|\n" + request.idempotencyKey() + " "))
                .isPresent();
    }

    /** The first time that the bank sees the key of an authorization. */
    void placing(Bank bank, GatewayRequest request, Body body) {
        DisputeId id = request.disputeId();
        require(body.captureMethod().equals("manual"), id, "not manual");
        require(isOpen(request) || isLookedOutFor(id), id, "places a hold for an operation that is done");
    }

    void settling(Bank bank, GatewayRequest request, Bank.Authorization target, boolean back) {
        require(target != null, request.disputeId(), "settles an authorization that does not exist");
        require(target.dispute.equals(request.disputeId()), request.disputeId(), "settles the hold of another dispute");
        boolean nobodys = database.row(request.disputeId()).isEmpty() && target.invented;
        // its operation may have given way to a decision, and comes again
        boolean surplus = back
                && database.row(request.disputeId())
                        .filter(row -> row.dispute.surplus().contains(target.id))
                        .isPresent();
        require(
                target.status != AuthorizationView.Status.AUTHORIZED || nobodys || surplus || isOpen(request),
                request.disputeId(),
                "settles a live hold for an operation that is done");
    }

    void takingBack(Bank bank, GatewayRequest request) {
        received(bank, request);
        // one that comes late, when its hold has lapsed meanwhile, takes nothing from anybody
        boolean live = bank.of(request.disputeId()).stream().anyMatch(Bank.Authorization::isLive);
        require(!live || isOpen(request), request.disputeId(), "takes back for an operation that is done");
    }

    void refreshing(Bank bank, GatewayRequest request, String token) {
        // One that comes late, when the token was traded meanwhile, is refused and changes nothing. A decision does not
        // wait for one that may have been sent,
        // but whoever uses the token next has to know of it.
        require(
                isOpen(request) || bank.isReplaced(token) || isKnownToBeUnderWay(bank, token, request),
                request.disputeId(),
                "refreshes for an operation that is done");
    }

    boolean isOpen(GatewayRequest request) {
        return looksAway
                || database.row(request.disputeId())
                        .flatMap(Database.Row::openOperation)
                        .filter(it -> it.operation.idempotencyKey().equals(request.idempotencyKey()))
                        .isPresent();
    }

    /** A renewal gave way to something that matters more, and what it may still come to is looked out for. */
    private boolean isLookedOutFor(DisputeId id) {
        return database.row(id)
                .flatMap(row -> row.dispute.question())
                .flatMap(Question::allUntil)
                .isPresent();
    }

    /** An authorization came to life: it is the only one, but for the one that it takes over from. */
    void lives(Bank bank, Bank.Authorization it) {
        if (it.invented) {
            return;
        }
        List<Bank.Authorization> live = bank.of(it.dispute).stream()
                .filter(other -> other.isLive() && !other.invented)
                .toList();
        if (live.size() == 1) {
            return;
        }
        Database.Row row = database.row(it.dispute).orElseThrow();
        boolean renewing = row.openOperation()
                .filter(open -> open.operation.kind() == OperationKind.RENEW)
                .isPresent();
        boolean late = isLookedOutFor(it.dispute) || row.dispute.surplus().contains(it.id);
        // what a bank does not give back for days keeps nobody from renewing what the dispute stands on
        long needed = live.stream()
                .filter(other -> other == it || !row.dispute.surplus().contains(other.id))
                .count();
        require(needed <= 2 && (renewing || late), it.dispute, "live at once: " + live);
    }

    void ended(Bank bank, Bank.Authorization it) {
        if (it.capturedOnRequest && it.status == AuthorizationView.Status.CAPTURED) {
            long captured = bank.of(it.dispute).stream()
                    .filter(other -> other.capturedOnRequest)
                    .count();
            require(captured == 1, it.dispute, "captured more than once");
            require(!it.captured.orElseThrow().isMoreThan(it.amount), it.dispute, "captured more than is held");
        }
    }

    // ---- words

    static String words(Dispute it) {
        return it.status() + " v" + it.version() + " " + it.state() + " pending " + it.pending() + " attention "
                + it.attention() + " surplus " + it.surplus() + " operation "
                + it.operation()
                        .map(op -> op.idempotencyKey() + " " + op.state() + " attempts " + op.attempts() + " maybeSent "
                                + op.maybeSent() + " next " + op.nextAttemptAt() + " " + op.lastOutcome())
                        .orElse("none")
                + " question " + it.question() + " upkeep " + it.upkeep() + " lease " + it.lease();
    }

    private static String tell(List<ChainedEntry> story) {
        StringBuilder text = new StringBuilder();
        story.forEach(it -> text.append("\n        ")
                .append(it.sequence())
                .append(' ')
                .append(it.type())
                .append(' ')
                .append(it.detail()));
        return text.toString();
    }
}
