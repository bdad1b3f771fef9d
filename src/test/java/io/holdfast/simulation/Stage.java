package io.holdfast.simulation;

import io.holdfast.dispute.Disputes;
import io.holdfast.dispute.Hearing;
import io.holdfast.dispute.HoldPolicy;
import io.holdfast.dispute.OpenCommand;
import io.holdfast.dispute.Opening;
import io.holdfast.dispute.ResolveCommand;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.ChainedEntry;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.OperationId;
import io.holdfast.dispute.model.Terms;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.GatewayEvent;
import io.holdfast.money.Money;
import io.holdfast.schedule.Rounds;
import io.holdfast.secret.Secret;
import io.holdfast.store.DisputeStore;
import io.holdfast.store.ReconciliationStore.VoidIntent;
import io.holdfast.store.WebhookStore;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Function;

/**
 * A simulated world in which only that goes wrong which a test wants to go wrong. The rules watch here too: a test fails if one of them is broken, whatever it
 * was about.
 */
public final class Stage {

    public static final HoldPolicy POLICY = new HoldPolicy(
            Duration.ofHours(24),
            Duration.ofDays(60),
            Duration.ofDays(30),
            Duration.ofHours(1),
            Duration.ofMinutes(15));

    /** Of one replica, to one bank. */
    public static final int CALLS_AT_ONCE = 8;

    /** How many may wait for one bank in one replica. */
    public static final int LONGEST_LINE = 500;

    public static final Money AMOUNT = Money.of("49.99", "USD");

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final Town town;
    private final Script script = new Script();
    private final List<GatewayEvent> news = new ArrayList<>();
    private int tokens;
    private int told;

    private static final class Script implements Temper {

        private final Map<Call, Queue<Fate>> next = new EnumMap<>(Call.class);
        private final Map<Call, Fate> always = new EnumMap<>(Call.class);
        private final Map<Call, Integer> counts = new EnumMap<>(Call.class);

        @Override
        public Fate fate(Call call) {
            boolean anySearch = next.containsKey(Call.SEARCH) || always.containsKey(Call.SEARCH);
            return call == Call.SEARCH && !anySearch ? scripted(Call.FIND) : scripted(call);
        }

        private Fate scripted(Call call) {
            counts.merge(call, 1, Integer::sum);
            Queue<Fate> scripted = next.get(call);
            return scripted == null || scripted.isEmpty() ? always.getOrDefault(call, Fate.plain()) : scripted.poll();
        }
    }

    /** With two replicas and all schedules, at the intervals that are the defaults. */
    public Stage() {
        this(POLICY, Replica.paces(5, 10, 300, 3_600, 3_600));
    }

    /** For weeks to pass: the schedules run only every few minutes. */
    public static Stage forWeeks() {
        return new Stage(POLICY, Replica.paces(300, 300, 300, 3_600, 3_600));
    }

    /** With another greatest age of a hold, and schedules for weeks. */
    public static Stage thatGivesUpAfter(Duration age) {
        HoldPolicy policy =
                new HoldPolicy(POLICY.renewBefore(), age, POLICY.refreshAfter(), POLICY.patience(), POLICY.slowPace());
        return new Stage(policy, Replica.paces(300, 300, 300, 3_600, 3_600));
    }

    /** Without schedules: what is not done at once, or by a wake-up, is not done. */
    public static Stage withoutSchedules() {
        return new Stage(POLICY, Optional.empty());
    }

    private Stage(HoldPolicy policy, Optional<Rounds.Paces> paces) {
        town = new Town(
                new Town.Plan(
                        1,
                        2,
                        Troubles.NONE,
                        policy,
                        paces,
                        CALLS_AT_ONCE,
                        LONGEST_LINE,
                        Duration.ZERO,
                        Mutant.NONE,
                        Optional.empty()),
                (dice, world) -> script);
        town.banks().forEach(bank -> bank.tells((from, event) -> news.add(event)));
        town.start();
    }

    // ---- the other side

    /** The next calls of that kind fare like this; all further ones fare well. */
    public void next(Call call, Fate... fates) {
        script.next.computeIfAbsent(call, it -> new ArrayDeque<>()).addAll(List.of(fates));
    }

    /** All calls of that kind fare like this from now on; a search fares as what finds by id, if nothing else is said of it. */
    public void always(Call call, Fate fate) {
        script.always.put(call, fate);
    }

    /** From now on all calls fare well. */
    public void well() {
        script.always.clear();
        script.next.clear();
    }

    /** All calls are lost from now on. */
    public void bankIsAway() {
        for (Call call : Call.values()) {
            always(call, Fate.lost());
        }
    }

    /** How often that was called. */
    public int calls(Call call) {
        return script.counts.getOrDefault(call, 0);
    }

    public Bank bank() {
        return town.bank(Town.ASKABLE);
    }

    /** The bank that cannot be asked. */
    public Bank silentBank() {
        return town.bank(Town.SILENT);
    }

    /** All news so far, in order. Nothing is delivered unless a test does it. */
    public List<GatewayEvent> news() {
        return List.copyOf(news);
    }

    /** The database's kept news, as the first replica uses it. */
    public WebhookStore keptNews() {
        return town.news(town.connection(replica(0)));
    }

    /** Where the intents to give orphans back are looked for; by default the world's own books. */
    public void orphansIntents(Function<AuthorizationId, Optional<VoidIntent>> intents) {
        town.rules().reads(intents);
    }

    // ---- this side

    /** Somebody sets the clocks of all replicas' hosts; the database's and the banks' stay right. */
    public void setClocksAhead(Duration by) {
        town.replicas().forEach(replica -> replica.setClockAhead(by));
    }

    /** The keyset no longer opens what was sealed with it; what is sealed from now on it opens. */
    public void loseTheKey() {
        town.replicas().forEach(replica -> replica.glass().loseTheKey());
    }

    public void findTheKey() {
        town.replicas().forEach(replica -> replica.glass().findTheKey());
    }

    /** From now on each statement is answered so much later. */
    public void databaseIsLateBy(Duration time) {
        town.world().databaseIsLateBy(time.toNanos() / 1_000);
    }

    public Replica replica(int number) {
        return town.replicas().get(number);
    }

    public Disputes disputes() {
        return replica(0).disputes();
    }

    public Disputes others() {
        return replica(1).disputes();
    }

    /** Of a process in whose settings no gateway is on. */
    public Disputes whoseGatewaysAreOff() {
        return replica(0).whoseGatewaysAreOff();
    }

    public Database database() {
        return town.database();
    }

    public Instant now() {
        return town.timeline().now();
    }

    /** Lets time pass, and all that happens in it. */
    public void pass(Duration time) {
        town.timeline().advance(time);
        watch();
    }

    /** Lets the next so many things happen; false if nothing is left to happen in the next minute. */
    public boolean steps(int count) {
        boolean more = true;
        for (int i = 0; i < count && more; i++) {
            more = town.timeline().isNextWithin(Duration.ofMinutes(1))
                    && town.timeline().step();
            watch();
        }
        return more;
    }

    /** Does what the schedules for work and recovery do, every few seconds for so long. */
    public void workOn(int replica, Duration time) {
        Instant end = now().plus(time);
        while (now().isBefore(end)) {
            replica(replica).takeUp(DisputeStore.Due.WORK);
            replica(replica).takeUp(DisputeStore.Due.RECOVERY);
            pass(Duration.ofSeconds(5));
        }
    }

    /** Runs until there is an answer. */
    public <T> T answer(Uni<T> question) {
        List<T> answers = new ArrayList<>(1);
        List<Throwable> failures = new ArrayList<>(1);
        question.subscribe().with(answers::add, failures::add);
        Instant end = now().plus(LONGEST_WAIT);
        while (answers.isEmpty() && failures.isEmpty() && now().isBefore(end)) {
            town.timeline().step();
            watch();
        }
        if (!failures.isEmpty()) {
            throw new IllegalStateException(failures.get(0));
        }
        if (answers.isEmpty()) {
            throw new IllegalStateException("no answer within " + LONGEST_WAIT);
        }
        return answers.get(0);
    }

    private void watch() {
        town.rules().firstBroken().ifPresent(broken -> {
            throw broken;
        });
    }

    /** News of the gateway that cannot be asked. @param reference the request that it tells the end of */
    public Hearing hear(DisputeId id, AuthorizationView view, String reference) {
        return hear(
                "adyen",
                new GatewayEvent(
                        "told-" + told++,
                        view.status().name(),
                        Optional.of(id),
                        Optional.of(view.id()),
                        Optional.of(reference),
                        Optional.of(view),
                        Optional.empty()));
    }

    /** Hears news, and hears it again as long as it is put off. */
    public Hearing hear(String gateway, GatewayEvent event) {
        Hearing hearing = answer(disputes().hearNews().hear(gateway, event));
        for (int i = 0; i < 30 && hearing == Hearing.LATER; i++) {
            pass(Duration.ofSeconds(1));
            hearing = answer(disputes().hearNews().hear(gateway, event));
        }
        return hearing;
    }

    /** The last piece of news. */
    public GatewayEvent latestNews() {
        return news.get(news.size() - 1);
    }

    /** Takes up what is due, as the schedule of that kind does it, and lets it be done. */
    public void round(DisputeStore.Due due) {
        replica(0).takeUp(due);
        pass(Duration.ofSeconds(1));
    }

    /** Opens a dispute, and goes on as soon as that is answered. */
    public DisputeId open() {
        return open(Town.ASKABLE);
    }

    public DisputeId open(String gateway) {
        return ((Opening.Opened) answer(disputes().openDispute().open(command(gateway))))
                .dispute()
                .id();
    }

    /** Opens a dispute and lets its hold be placed. */
    public DisputeId held() {
        return held(Town.ASKABLE);
    }

    public DisputeId held(String gateway) {
        DisputeId id = open(gateway);
        pass(Duration.ofSeconds(1));
        return id;
    }

    public OpenCommand command(String gateway) {
        return new OpenCommand(
                new Terms(
                        "ACC-1001",
                        AMOUNT,
                        gateway,
                        "SERVICE_GUARANTEE_DISPUTE",
                        "CC-001",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        "flow"),
                Secret.of("pm_first_" + tokens++),
                Optional.empty());
    }

    /** What a person was told by the gateway's desk of all that an operation is about. */
    public static ResolveCommand saidByDesk(OperationId operation, AuthorizationView.Status said) {
        return new ResolveCommand(
                operation, said, Optional.empty(), Optional.empty(), Optional.empty(), "their desk says so");
    }

    /** A person settles what is open. */
    public void settleByHand(DisputeId id, AuthorizationView.Status said) {
        OperationId open = stored(id).operation().orElseThrow().id();
        answer(disputes().resolveOperation().resolve(saidByDesk(open, said), "admin"));
    }

    public Dispute stored(DisputeId id) {
        return town.database().stored(id);
    }

    /** The types of its events, in order. */
    public List<String> story(DisputeId id) {
        return town.database().story(id).stream().map(ChainedEntry::type).toList();
    }

    /** Its authorizations in the bank's books, oldest first. */
    public List<Bank.Authorization> books(DisputeId id) {
        List<Bank.Authorization> all = new ArrayList<>(bank().of(id));
        all.addAll(silentBank().of(id));
        return all;
    }
}
