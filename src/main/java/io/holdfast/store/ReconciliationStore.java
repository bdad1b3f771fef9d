package io.holdfast.store;

import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.Sealed;
import io.holdfast.money.Money;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Where the comparison of a gateway's books with the record is kept. Every method is one transaction; a {@code Uni} fails only if the database does. */
public interface ReconciliationStore {

    /** What a run does, in this order. */
    enum Phase {
        LISTING,
        MISSING,
        ORPHANS,
        DONE
    }

    /**
     * How far a run is.
     *
     * @param position in the phase; empty at its beginning
     */
    record Run(String gateway, UUID id, Phase phase, Optional<String> position, Counts counts, Instant startedAt) {

        public Run at(Phase newPhase, Optional<String> newPosition, Counts newCounts) {
            return new Run(gateway, id, newPhase, newPosition, newCounts, startedAt);
        }
    }

    /**
     * What was found so far.
     *
     * @param listed live authorizations on the gateway's list
     * @param matched of those that are the hold of a HELD dispute
     * @param strangers that carry no dispute id: not Holdfast's
     * @param moving that something is under way for, or that changed a moment ago
     * @param orphaned that no HELD dispute stands on
     * @param asked disputes that the gateway was asked about
     * @param returned orphans that were given back
     */
    record Counts(long listed, long matched, long strangers, long moving, long orphaned, long asked, long returned) {

        public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0);

        public Counts plus(Counts more) {
            return new Counts(
                    listed + more.listed,
                    matched + more.matched,
                    strangers + more.strangers,
                    moving + more.moving,
                    orphaned + more.orphaned,
                    asked + more.asked,
                    returned + more.returned);
        }
    }

    /**
     * A live authorization whose dispute nobody here knows.
     *
     * @param amount empty if the gateway named none that can be read
     */
    record Orphan(AuthorizationId id, DisputeId dispute, Optional<Money> amount) {}

    /** The intent to give an orphan back. */
    record VoidIntent(String idempotencyKey, Sealed body) {}

    /**
     * Goes on with the run that was stopped, or begins one; takes the lease.
     *
     * @param anew forgets a run that was stopped
     * @param notSince begins none if the last one began after that
     * @return empty if another replica is at it, or none is due
     */
    Uni<Optional<Run>> begin(
            String gateway, UUID lease, Duration leaseTime, boolean anew, Optional<Instant> notSince, UUID newId);

    /** Stores how far it is, and what was seen on the way. @return false if the lease is lost; then nothing is stored */
    Uni<Boolean> progress(
            Run run, UUID lease, Duration leaseTime, Collection<DisputeId> seen, Collection<Orphan> orphans);

    /** Lets others go on. */
    Uni<Void> leave(String gateway, UUID lease);

    /**
     * HELD disputes whose hold was not on the list, in the order of their ids: those at rest, and those of which the gateway has been asked in vain.
     *
     * @param unchangedSince what has changed since then, or is asked since then, is left out
     */
    Uni<List<DisputeId>> missing(String gateway, Optional<DisputeId> after, Instant unchangedSince, int limit);

    /** How many HELD disputes there are at this gateway. */
    Uni<Long> held(String gateway);

    /** Orphans of a run that are not given back, in the order of their ids. */
    Uni<List<Orphan>> orphans(String gateway, UUID run, Optional<AuthorizationId> after, int limit);

    /** Writes the intent down, or finds the one that was written before. */
    Uni<VoidIntent> intend(String gateway, AuthorizationId orphan, VoidIntent intent, String actor);

    /** How many orphans have carried this dispute id. */
    Uni<Integer> orphansOf(String gateway, DisputeId dispute);

    /** What came of an attempt. @param ended whether it lives no more */
    Uni<Void> outcome(String gateway, AuthorizationId orphan, String outcome, boolean ended);
}
