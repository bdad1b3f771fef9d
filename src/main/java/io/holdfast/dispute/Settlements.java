package io.holdfast.dispute;

import io.holdfast.dispute.model.Change;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.gateway.Gateway;
import io.holdfast.gateway.Gateways;
import io.holdfast.store.DisputeStore;
import io.holdfast.trace.LogIds;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * How a decision from outside reaches a dispute: read it, decide, record on the version that was read, and decide again if somebody was faster. Of two
 * that race, the second one decides on what the first one made of it.
 */
final class Settlements {

    /** Each try loses only to a change that somebody else made; so many in a row mean that something is wrong. */
    private static final int MOST_TRIES = 20;

    private final DisputeStore store;
    private final Gateways gateways;
    private final Journal journal;
    private final Plan plan;
    private final Runner runner;
    private final Clock clock;
    private final Supplier<UUID> ids;

    Settlements(
            DisputeStore store,
            Gateways gateways,
            Journal journal,
            Plan plan,
            Runner runner,
            Clock clock,
            Supplier<UUID> ids) {
        this.store = store;
        this.gateways = gateways;
        this.journal = journal;
        this.plan = plan;
        this.runner = runner;
        this.clock = clock;
        this.ids = ids;
    }

    /** What a decision comes to: an answer as things stand, or a draft to be recorded. */
    sealed interface Verdict<T> {

        record Answer<T>(T answer) implements Verdict<T> {}

        /** @param insisted whether a person wants the open operation tried now, whatever the gateway asked for */
        record Record<T>(Draft draft, Function<Dispute, T> answer, boolean insisted) implements Verdict<T> {

            Record(Draft draft, Function<Dispute, T> answer) {
                this(draft, answer, false);
            }
        }
    }

    /** @param load finds the dispute; empty gives {@code missing} */
    <T> Uni<T> decide(
            Supplier<Uni<Optional<Dispute>>> load,
            Supplier<T> missing,
            String actor,
            Function<Draft, Verdict<T>> decision) {
        return decide(load, missing, actor, decision, MOST_TRIES);
    }

    /** What a decision would come to now, for somebody who is asked whether they mean it. */
    <T> T foresee(Dispute dispute, Function<Draft, Verdict<T>> decision) {
        Verdict<T> verdict = decision.apply(new Draft(dispute, "", clock.instant()));
        return verdict instanceof Verdict.Record<T> wouldBe
                ? wouldBe.answer().apply(dispute)
                : ((Verdict.Answer<T>) verdict).answer();
    }

    /** Whether its gateway was switched off in the settings since it was opened: nothing that calls for it can be recorded. */
    boolean isOff(Dispute dispute) {
        return gateways.named(dispute.terms().gateway()).isEmpty();
    }

    Uni<Optional<Dispute>> find(DisputeId id) {
        return store.find(id);
    }

    private <T> Uni<T> decide(
            Supplier<Uni<Optional<Dispute>>> load,
            Supplier<T> missing,
            String actor,
            Function<Draft, Verdict<T>> decision,
            int tries) {
        return load.get().chain(found -> {
            if (found.isEmpty()) {
                return Uni.createFrom().item(missing.get());
            }
            LogIds.dispute(found.get().id());
            Verdict<T> verdict = decision.apply(new Draft(found.get(), actor, clock.instant()));
            if (verdict instanceof Verdict.Answer<T> answer) {
                return Uni.createFrom().item(answer.answer());
            }
            return record((Verdict.Record<T>) verdict)
                    .chain(answer -> answer.isPresent()
                            ? Uni.createFrom().item(answer.get())
                            : again(load, missing, actor, decision, tries));
        });
    }

    private <T> Uni<T> again(
            Supplier<Uni<Optional<Dispute>>> load,
            Supplier<T> missing,
            String actor,
            Function<Draft, Verdict<T>> decision,
            int tries) {
        return tries == 0
                ? Uni.createFrom()
                        .failure(new IllegalStateException("the dispute changes faster than it can be decided on"))
                : decide(load, missing, actor, decision, tries - 1);
    }

    private <T> Uni<Optional<T>> record(Verdict.Record<T> verdict) {
        Draft draft = verdict.draft();
        Optional<Gateway> gateway = gateways.named(draft.dispute().terms().gateway());
        if (gateway.isEmpty()) {
            return Uni.createFrom()
                    .failure(new IllegalStateException(
                            "gateway " + draft.dispute().terms().gateway() + " is not configured"));
        }
        UUID lease = ids.get();
        Change change = plan.fromOutside(draft, gateway.get(), lease, verdict.insisted());
        return journal.record(runner.hasRoom(gateway.get()) ? change : Plan.leftToOthers(change, lease))
                .map(after -> after.map(dispute -> {
                    if (dispute.isLeasedBy(lease)) {
                        runner.handOver(dispute);
                    }
                    return verdict.answer().apply(dispute);
                }));
    }
}
