package io.holdfast.simulation;

import io.holdfast.dispute.HoldPolicy;
import io.holdfast.gateway.Gateway;
import io.holdfast.schedule.Rounds;
import io.holdfast.store.ReconciliationStore;
import io.holdfast.store.WebhookStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/** All parts of a simulated world, put together: one database, two banks, some replicas, and the rules that watch them. */
final class Town {

    /** A bank that can be asked, and one that cannot and settles by its news. */
    static final String ASKABLE = "erp";

    static final String SILENT = "adyen";

    /**
     * How it is set up.
     *
     * @param callsAtOnce of one replica, to one bank
     * @param longestLine how many may wait for one bank in one replica
     * @param skew how far apart the clocks of the replicas and of the database may be
     * @param mutant a rule that is broken on purpose
     */
    record Plan(
            long seed,
            int replicas,
            Troubles troubles,
            HoldPolicy policy,
            Optional<Rounds.Paces> paces,
            int callsAtOnce,
            int longestLine,
            Duration skew,
            Mutant mutant,
            Optional<io.holdfast.dispute.model.DisputeId> watched) {}

    private final Plan plan;
    private final Dice dice;
    private final Timeline timeline = new Timeline();
    private final Chronicle chronicle;
    private final World world;
    private final Database database;
    private final KeptNews news;
    private final KeptBooks books;
    private final MoneyRules rules;
    private final List<Bank> banks;
    private final Map<String, Temper> tempers;
    private final List<Replica> replicas = new ArrayList<>();

    Town(Plan plan, java.util.function.BiFunction<Dice, World, Temper> temper) {
        this.plan = plan;
        this.dice = new Dice(plan.seed());
        this.world = new World(plan.troubles());
        this.chronicle = new Chronicle(timeline, plan.watched());
        long databaseSkew = skew();
        this.news = new KeptNews(timeline, databaseSkew, plan.mutant() == Mutant.NEWS_FORGOTTEN);
        this.database = new Database(timeline, dice.split(), world, databaseSkew, news, plan.mutant());
        this.books = new KeptBooks(timeline, databaseSkew, database, plan.mutant() == Mutant.ORPHANS_INTENT_NOT_KEPT);
        this.banks = List.of(
                new Bank(timeline, dice.split(), chronicle, ASKABLE, true),
                new Bank(timeline, dice.split(), chronicle, SILENT, false));
        this.rules = new MoneyRules(
                database, chronicle, banks, plan.policy(), plan.mutant().isSeenByItsFruitsOnly());
        this.tempers = Map.of(ASKABLE, temper.apply(dice.split(), world), SILENT, temper.apply(dice.split(), world));
        database.watchedBy(rules);
        rules.reads(books::intent);
        banks.forEach(bank -> bank.watchedBy(rules));
        for (int i = 0; i < plan.replicas(); i++) {
            replicas.add(new Replica(i, this, dice.split(), skew()));
        }
    }

    private long skew() {
        long most = plan.skew().toNanos() / 1_000;
        return most == 0 ? 0 : dice.between(-most, most);
    }

    void start() {
        replicas.forEach(Replica::start);
    }

    Dice dice() {
        return dice;
    }

    Timeline timeline() {
        return timeline;
    }

    World world() {
        return world;
    }

    Chronicle chronicle() {
        return chronicle;
    }

    Database database() {
        return database;
    }

    MoneyRules rules() {
        return rules;
    }

    HoldPolicy policy() {
        return plan.policy();
    }

    Optional<Rounds.Paces> paces() {
        return plan.paces();
    }

    int longestLine() {
        return plan.longestLine();
    }

    List<Bank> banks() {
        return banks;
    }

    Bank bank(String name) {
        return banks.get(name.equals(ASKABLE) ? 0 : 1);
    }

    List<Replica> replicas() {
        return replicas;
    }

    WebhookStore news(Connection connection) {
        return new NewsConnection(connection, news);
    }

    Connection connection(Replica replica) {
        return new Connection(
                timeline, dice.split(), world, database, replica, plan.mutant() == Mutant.CALL_BEFORE_COMMIT);
    }

    ReconciliationStore books(Connection connection) {
        return new BooksConnection(connection, books);
    }

    /** Of what compares the banks' books with the record. */
    Connection reconcilersConnection(Replica replica) {
        return new Connection(
                timeline,
                dice.split(),
                world,
                database,
                replica,
                false,
                rules::reconciled,
                plan.mutant() == Mutant.DISPUTES_NOT_FOUND_BY_RECONCILIATION);
    }

    /** How long something has to have been at rest before a reconciliation touches it. */
    Duration settle() {
        return plan.mutant() == Mutant.RECONCILED_TOO_SOON ? Duration.ZERO : MoneyRules.SETTLE;
    }

    Gateway line(Replica replica, Bank bank) {
        Gateway line = new BankLine(timeline, bank, tempers.get(bank.name()), replica, chronicle, plan.callsAtOnce());
        return plan.mutant().spoils(line, timeline);
    }

    /** A failure that is not the database's is a mistake in the program. */
    void expectAway(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (!(cause instanceof Connection.DatabaseAway) && !(cause instanceof MoneyRules.Broken)) {
            java.io.StringWriter text = new java.io.StringWriter();
            cause.printStackTrace(new java.io.PrintWriter(text));
            rules.broken("a use case failed: " + text);
        }
    }
}
