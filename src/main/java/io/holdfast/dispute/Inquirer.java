package io.holdfast.dispute;

import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.HoldState;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.Gateway;
import io.holdfast.gateway.Inquiry;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Asks a gateway how the authorizations of a dispute stand. */
final class Inquirer {

    /** A gateway that does not answer for so many in a row of questions is away. */
    private static final int MOST_SILENCES = 2;

    private Inquirer() {}

    /**
     * What came of asking about more than one.
     *
     * @param said what the gateway said of those that it answered for; if it answered for none, that it did not
     * @param silences what it did not answer beside that: it makes nothing of what was said less true
     * @param lastSilences how many of these came last, one after another
     */
    record Answers(Inquiry said, List<Inquiry.NotAnswered> silences, int lastSilences) {

        /** Nobody asked. */
        static final Answers NONE = new Answers(new Inquiry.Absent(), List.of());

        private Answers(Inquiry said, List<Inquiry.NotAnswered> silences) {
            this(said, silences, 0);
        }

        /** What the gateway did not say. */
        Optional<Inquiry.NotAnswered> silence() {
            return said instanceof Inquiry.NotAnswered none
                    ? Optional.of(none)
                    : silences.stream().findFirst();
        }

        /** The whole of it in a word: nothing is said unless all of it is. */
        Inquiry asked() {
            return silence().<Inquiry>map(it -> it).orElse(said);
        }

        private Answers with(Inquiry next) {
            List<Inquiry.NotAnswered> more = new ArrayList<>(silences);
            if (next instanceof Inquiry.NotAnswered silence) {
                more.add(silence);
                return new Answers(said, more, lastSilences + 1);
            }
            return new Answers(together(said, next), more);
        }

        /** To have found nothing, and not to know the rest, is to know nothing. */
        private Answers whole() {
            return said instanceof Inquiry.Found || silences.isEmpty() ? this : new Answers(silences.get(0), List.of());
        }
    }

    /** Asks about each authorization in turn, or about the whole dispute if none is named: nothing is said unless all of it is. */
    static Uni<Inquiry> inquire(LongStep step, Gateway gateway, Dispute dispute, Set<AuthorizationId> about) {
        return inquireEach(step, gateway, dispute, about).map(Answers::asked);
    }

    /**
     * Asks about each authorization in turn, or about the whole dispute if none is named. Where the hold has ended and nobody here wanted that, about the whole dispute as
     * well: the record may be older than the gateway's books, of a database that was restored, and the hold have been renewed since, and charged.
     */
    static Uni<Answers> inquireWhy(LongStep step, Gateway gateway, Dispute dispute, Set<AuthorizationId> about) {
        return inquireEach(step, gateway, dispute, about).chain(answers -> {
            if (about.isEmpty() || !(answers.said() instanceof Inquiry.Found named) || !endsUnasked(dispute, named)) {
                return Uni.createFrom().item(answers);
            }
            return inquire(step, gateway, dispute, Set.of()).map(all -> {
                // of what it says by name no search that fails makes anything less true
                return all instanceof Inquiry.Found found
                        ? new Answers(withOthers(named, found), answers.silences())
                        : answers;
            });
        });
    }

    /** Asks about each authorization in turn, or about the whole dispute if none is named: what is said of one is true whatever is not said of another. */
    static Uni<Answers> inquireEach(LongStep step, Gateway gateway, Dispute dispute, Set<AuthorizationId> about) {
        if (about.isEmpty()) {
            return step.call(() -> gateway.findByDispute(dispute.id()))
                    .map(inquiry -> new Answers(ofThis(dispute, inquiry), List.of()));
        }
        Uni<Answers> all = Uni.createFrom().item(Answers.NONE);
        for (AuthorizationId id : about) {
            all = all.chain(before -> before.lastSilences() == MOST_SILENCES
                    ? Uni.createFrom().item(before)
                    : step.call(() -> gateway.find(id)).map(next -> before.with(ofThis(dispute, next))));
        }
        return all.map(Answers::whole);
    }

    private static boolean endsUnasked(Dispute dispute, Inquiry.Found found) {
        return dispute.state() instanceof HoldState.Held
                && dispute.pending().isEmpty()
                && found.authorizations().stream()
                        .anyMatch(view ->
                                dispute.isCurrent(view.id()) && view.status().isGone());
    }

    /** Of those that were asked about by name this is the newer word, and the hold comes first. */
    private static Inquiry.Found withOthers(Inquiry.Found named, Inquiry.Found all) {
        List<AuthorizationView> both = new ArrayList<>(named.authorizations());
        all.authorizations().stream()
                .filter(view ->
                        named.authorizations().stream().noneMatch(it -> it.id().equals(view.id())))
                .forEach(both::add);
        return new Inquiry.Found(both);
    }

    private static Inquiry together(Inquiry before, Inquiry next) {
        if (before instanceof Inquiry.Found first && next instanceof Inquiry.Found second) {
            List<AuthorizationView> both = new ArrayList<>(first.authorizations());
            both.addAll(second.authorizations());
            return new Inquiry.Found(both);
        }
        return next instanceof Inquiry.Absent ? before : next;
    }

    /** What the gateway itself says belongs to another dispute is none of this one's business. */
    private static Inquiry ofThis(Dispute dispute, Inquiry inquiry) {
        if (!(inquiry instanceof Inquiry.Found found)) {
            return inquiry;
        }
        List<AuthorizationView> own = found.authorizations().stream()
                .filter(view -> view.disputeId().map(dispute.id()::equals).orElse(true))
                .toList();
        return own.isEmpty() ? new Inquiry.Absent() : new Inquiry.Found(own);
    }
}
