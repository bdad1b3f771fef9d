package io.holdfast.simulation;

import io.holdfast.audit.HashChain;
import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.ChainHead;
import io.holdfast.dispute.model.ChainedEntry;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.HoldState;
import io.holdfast.dispute.model.OperationState;
import io.holdfast.dispute.model.Settlement;
import io.holdfast.dispute.model.Status;
import io.holdfast.dispute.model.StoryType;
import io.holdfast.money.Money;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The part of the {@link MoneyRules} that can only be told in the end: each dispute comes to rest, and the record and the banks' books agree. */
final class EndRules {

    private static final long NEWS_TAKES = 60_000_000;

    private final MoneyRules rules;
    private final Database database;
    private final Chronicle chronicle;
    private final Set<DisputeId> atRest = new HashSet<>();
    private boolean looking;
    private boolean patienceIsOver;

    EndRules(MoneyRules rules, Database database, Chronicle chronicle) {
        this.rules = rules;
        this.database = database;
        this.chronicle = chronicle;
    }

    /**
     * From now on nothing goes wrong any more, and nothing has for a while: each dispute comes to rest soon, and then record and books agree.
     *
     * @param patienceIsOver whether it was quiet for so long that whatever needs a person has been marked so
     */
    void lookAtTheEnd(boolean patienceIsOver) {
        looking = true;
        this.patienceIsOver = patienceIsOver;
        database.rows().forEach(this::look);
    }

    void committed(Database.Row row) {
        if (looking) {
            look(row);
        }
    }

    /** Every dispute has come to rest since {@link #lookAtTheEnd}. */
    void expectRest() {
        for (Database.Row row : database.rows()) {
            look(row);
            rules.require(
                    atRest.contains(row.dispute.id()),
                    row.dispute.id(),
                    "never came to rest: " + MoneyRules.words(row.dispute));
            checkWhole(row);
        }
    }

    private void look(Database.Row row) {
        Dispute it = row.dispute;
        if (it.lease().isEmpty() && !isUnderWay(it) && !isBeingTold(it)) {
            agree(it);
            it.attentions().forEach(attention -> checkAttention(row, attention));
            checkNothingForgotten(row);
            atRest.add(it.id());
        }
    }

    /** What waits for a person is not under way. */
    private boolean isUnderWay(Dispute it) {
        boolean waitsForPerson = it.attention().filter(EndRules::isForPerson).isPresent();
        boolean operation = it.operation().isPresent()
                && !isRefused(it)
                && !(waitsForPerson
                        && (!patienceIsOver || it.operation().get().state() == OperationState.NEEDS_PERSON));
        return operation || (it.question().isPresent() && !waitsForPerson);
    }

    /** A bank that cannot be asked does not want to give something back, and does not say why. */
    private static boolean isRefused(Dispute it) {
        return it.attention().isPresent()
                && it.operation()
                        .filter(op -> op.lastOutcome().equals(Optional.of("refused")))
                        .isPresent();
    }

    private static boolean isForPerson(Attention attention) {
        return attention == Attention.GATEWAY_MISMATCH || attention == Attention.UNEXPECTED_CAPTURE;
    }

    /** The bank did something a moment ago, and its news is still on its way. */
    private boolean isBeingTold(Dispute it) {
        long justNow = chronicle.micros() - NEWS_TAKES;
        return rules.bank(it).of(it.id()).stream()
                .anyMatch(book -> (book.endedAt != Long.MAX_VALUE && book.endedAt > justNow)
                        || (book.toldAt != Long.MAX_VALUE && book.toldAt > justNow));
    }

    /** Once everything had time to end: nothing is held any more. */
    void over() {
        for (Database.Row row : database.rows()) {
            Dispute it = row.dispute;
            rules.require(
                    it.status().isTerminal() || it.attention().isPresent(),
                    it.id(),
                    "never ended: " + MoneyRules.words(it));
        }
    }

    private void checkWhole(Database.Row row) {
        byte[] previous = ChainHead.START.hash();
        int sequence = 0;
        for (ChainedEntry it : row.story) {
            sequence++;
            byte[] hash =
                    HashChain.hash(previous, row.dispute.id(), sequence, it.type(), it.at(), it.actor(), it.detail());
            rules.require(
                    it.sequence() == sequence && Arrays.equals(hash, it.hash()),
                    row.dispute.id(),
                    "the chain is broken at " + sequence);
            previous = hash;
        }
    }

    private void agree(Dispute dispute) {
        DisputeId id = dispute.id();
        List<Bank.Authorization> books = rules.bank(dispute).of(id);
        List<Bank.Authorization> live =
                books.stream().filter(it -> it.isLive() && canBeKnown(it)).toList();
        List<Bank.Authorization> captured = books.stream()
                .filter(it -> it.captured.isPresent() && canBeKnown(it))
                .toList();
        Optional<Bank.Authorization> own = dispute.state()
                .authorizationId()
                .flatMap(it -> books.stream().filter(book -> book.id.equals(it)).findFirst());
        boolean attention = dispute.attention().isPresent();
        boolean orphans = !dispute.surplus().isEmpty() && attention;
        switch (dispute.status()) {
            case INITIATED ->
                rules.require(
                        attention && dispute.attention().get() != Attention.GATEWAY_UNREACHABLE,
                        id,
                        "INITIATED for ever: " + MoneyRules.words(dispute));
            case HELD -> {
                boolean odd = dispute.attention()
                                .filter(it -> isForPerson(it)
                                        || own.filter(book -> book.captureFailed)
                                                .isPresent())
                                .isPresent()
                        || isRefused(dispute);
                rules.require(
                        odd || (live.size() == 1 && own.equals(Optional.of(live.get(0)))),
                        id,
                        "HELD, and live are " + live + " of " + books);
                rules.require(
                        odd || own.get().amount.equals(dispute.terms().amount()), id, "HELD, and the books say " + own);
                rules.require(odd || captured.isEmpty(), id, "HELD, and captured are " + captured);
                rules.require(own.filter(it -> it.status.isGone()).isEmpty(), id, "HELD, and the books say " + own);
            }
            case FAILED, RELEASED, EXPIRED -> {
                rules.require(live.isEmpty() || orphans, id, dispute.status() + ", and live are " + live);
                rules.require(captured.isEmpty() || attention, id, dispute.status() + ", and captured are " + captured);
            }
            case CHARGED -> {
                rules.require(live.isEmpty() || orphans, id, "CHARGED, and live are " + live);
                Money charged = ((HoldState.Charged) dispute.state()).amount();
                rules.require(
                        captured.size() == 1 && captured.get(0).captured.equals(Optional.of(charged)) || attention,
                        id,
                        "CHARGED, and captured are " + captured);
            }
        }
    }

    /** What a bank invents for a dispute that is over, and has ended before its news arrives anywhere, nobody outside can know of. */
    private static boolean canBeKnown(Bank.Authorization it) {
        return !it.invented || it.toldAt != Long.MAX_VALUE;
    }

    /** No attention without a reason, hidden or not. */
    private void checkAttention(Database.Row row, Attention attention) {
        Dispute it = row.dispute;
        List<Bank.Authorization> books = rules.bank(it).of(it.id());
        Money asked = it.terms().amount();
        boolean justified = switch (attention) {
            case GATEWAY_UNREACHABLE -> false;
            case GATEWAY_MISMATCH ->
                books.stream()
                        .anyMatch(book -> !book.amount.equals(asked)
                                || book.captured
                                        .filter(taken -> !wanted(it).equals(Optional.of(taken)))
                                        .isPresent());
            case UNEXPECTED_CAPTURE ->
                books.stream()
                        .anyMatch(book -> book.captured.isPresent()
                                && (!book.capturedOnRequest || book.capturedOtherwise || book.captureFailed));
            case ACTION_REQUIRED -> books.stream().anyMatch(book -> book.actionRequired);
            case RENEWAL_FAILED ->
                (!it.status().isTerminal() || it.status() == Status.EXPIRED) && tells(row, StoryType.RENEWAL_FAILED);
            case TOKEN_REFRESH_FAILED -> !it.status().isTerminal() && tells(row, StoryType.TOKEN_REFRESH_FAILED);
            case CAPTURE_FAILED -> tells(row, StoryType.CHARGE_REQUESTED);
            case ORPHANED_HOLD ->
                !it.surplus().isEmpty() || isRefused(it) || books.stream().anyMatch(book -> book.invented);
        };
        rules.require(justified, it.id(), "attention without a reason: " + attention + ", " + MoneyRules.words(it));
    }

    /** What a person has to know is not forgotten with another thing that they had to know meanwhile. */
    private void checkNothingForgotten(Database.Row row) {
        Dispute it = row.dispute;
        if (it.attention().isPresent()) {
            return;
        }
        if (it.state() instanceof HoldState.Held) {
            rules.require(
                    it.upkeep().renewAt().isPresent(),
                    it.id(),
                    "will not be renewed, and nobody is told: " + MoneyRules.words(it));
            rules.require(
                    it.upkeep().refreshAt().isPresent() || !rules.bank(it).canBeAsked(),
                    it.id(),
                    "will not be refreshed, and nobody is told: " + MoneyRules.words(it));
        }
        if (it.state() instanceof HoldState.Held || it.state() instanceof HoldState.Expired) {
            rules.require(
                    !tells(row, StoryType.CHARGE_REQUESTED),
                    it.id(),
                    "a charge came to nothing, and nobody is told: " + MoneyRules.words(it));
        }
    }

    /** What somebody wanted to be captured. */
    private static Optional<Money> wanted(Dispute it) {
        if (it.state() instanceof HoldState.Charged charged) {
            return Optional.of(charged.amount());
        }
        return it.pending()
                .filter(Settlement.Charge.class::isInstance)
                .map(charge -> ((Settlement.Charge) charge).amount());
    }

    private static boolean tells(Database.Row row, StoryType type) {
        return row.story.stream().anyMatch(it -> it.type().equals(type.code()));
    }
}
