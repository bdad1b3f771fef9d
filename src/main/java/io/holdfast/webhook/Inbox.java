package io.holdfast.webhook;

import io.holdfast.carddata.CardDataMask;
import io.holdfast.dispute.HearNews;
import io.holdfast.dispute.Hearing;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.gateway.GatewayEvent;
import io.holdfast.store.DatabaseOutage;
import io.holdfast.store.WebhookStore;
import io.holdfast.time.Scheduling;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Keeps gateways' news before it is answered, and uses each piece once. News that comes before the dispute it speaks of is known waits for it.
 */
@ApplicationScoped
public class Inbox {

    private static final Logger LOG = Logger.getLogger(Inbox.class);

    /** If this replica dies, another one takes the news up after so long. */
    private static final Duration UNTIL_OTHERS = Duration.ofSeconds(30);

    /** How long news waits for a dispute that is not known, in attempts with growing pauses: about three days. */
    private static final int MOST_ATTEMPTS = 40;

    /** News of a gateway that is off here is left to the replicas where it is on; after so long there is none. */
    private static final Duration LEFT_TO_OTHERS = Duration.ofMinutes(10);

    /** As long as it is worth to hold early news in memory; {@link #UNTIL_OTHERS} is longer. */
    private static final int MOST_EARLY_ATTEMPTS = 20;

    /** Longer than any gateway repeats itself. */
    private static final Duration KEPT = Duration.ofDays(90);

    private static final Duration EARLY_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(2);

    /**
     * News that this replica uses, or holds for a moment because its dispute is being worked on. What comes when there is so much is kept, and is taken up as fast
     * as it can be used: it must not fill the queue for connections, in which intake waits too.
     */
    static final int MOST_IN_HAND = 512;

    private static final int BATCH = 128;

    /** Of a batch, at once. */
    private static final int USED_AT_ONCE = 16;

    /** How often it is looked whether all is out of hand. */
    private static final Duration GLANCE = Duration.ofMillis(50);

    private static final String LEFT = "LEFT_TO_OTHERS";

    private static final int FORGOTTEN_AT_ONCE = 1_000;
    private static final int MOST_STEPS_TO_FORGET = 1_000;

    private final WebhookStore store;
    private final HearNews hearNews;
    private final Scheduling scheduling;
    private final MeterRegistry metrics;
    private final AtomicInteger inHand = new AtomicInteger();
    private volatile boolean closed;

    public Inbox(WebhookStore store, HearNews hearNews, Scheduling scheduling, MeterRegistry metrics) {
        this.store = store;
        this.hearNews = hearNews;
        this.scheduling = scheduling;
        this.metrics = metrics;
    }

    /** Keeps the news; when this is done the gateway can be answered. What is new is used behind it. */
    public Uni<Void> receive(String gateway, List<GatewayEvent> events) {
        return receive(gateway, events, false);
    }

    /** @param namesAreKept see {@link io.holdfast.gateway.GatewayWebhooks#namesAreKept} */
    Uni<Void> receive(String gateway, List<GatewayEvent> events, boolean namesAreKept) {
        List<GatewayEvent> clean =
                events.stream().map(event -> masked(event, namesAreKept)).toList();
        boolean room = hasRoom();
        return store.keep(gateway, clean, room ? UNTIL_OTHERS : Duration.ZERO)
                .invoke(fresh -> {
                    if (room && !fresh.isEmpty()) {
                        inHand(gateway, fresh, 0, scheduling::soon);
                    }
                })
                .replaceWithVoid();
    }

    private boolean hasRoom() {
        return !closed && inHand.get() < MOST_IN_HAND;
    }

    /**
     * What is being used is used to its end, and all else that is in hand is given back, for another replica to take up at once.
     *
     * @param atMost then it is done in any case, and others take the rest up when the time for that has come
     */
    public Uni<Void> stop(Duration atMost) {
        closed = true;
        return awaitQuiet(atMost);
    }

    private Uni<Void> awaitQuiet(Duration left) {
        if (inHand.get() == 0 || left.isNegative()) {
            return Uni.createFrom().voidItem();
        }
        return Uni.createFrom()
                .<Void>emitter(emitter -> scheduling.after(GLANCE, () -> emitter.complete(null)))
                .chain(() -> awaitQuiet(left.minus(GLANCE)));
    }

    /** Uses what others left, what there was no room for, or what waits for its dispute. @return whether there may be more */
    public Uni<Boolean> takeUp() {
        return store.take(hearNews.gateways(), LEFT_TO_OTHERS, BATCH, UNTIL_OTHERS)
                .invoke(waiting -> inHand.addAndGet(waiting.size()))
                .chain(waiting -> Multi.createFrom()
                        .iterable(waiting)
                        .onItem()
                        .transformToUni(this::useLeft)
                        .merge(USED_AT_ONCE)
                        .collect()
                        .last()
                        .replaceWith(waiting.size() == BATCH));
    }

    /** One piece of news that cannot be used must not stand in the way of the others behind it. */
    private Uni<Void> useLeft(WebhookStore.Waiting waiting) {
        return useInHand(waiting.gateway(), waiting.event(), waiting.attempts(), waiting.age());
    }

    /** What was used is kept so long, to know it again when it is delivered again. */
    public Uni<Void> forgetOld() {
        return forgetOld(MOST_STEPS_TO_FORGET);
    }

    private Uni<Void> forgetOld(int stepsLeft) {
        return store.forget(KEPT, FORGOTTEN_AT_ONCE)
                .chain(count -> count < FORGOTTEN_AT_ONCE || stepsLeft == 0
                        ? Uni.createFrom().voidItem()
                        : forgetOld(stepsLeft - 1));
    }

    /**
     * What comes together is used in the order in which it is told: that is the order in which it happened.
     *
     * @param when begins it, now or later
     */
    private void inHand(String gateway, List<GatewayEvent> events, int attempts, Consumer<Runnable> when) {
        inHand.addAndGet(events.size());
        when.accept(() -> Multi.createFrom()
                .iterable(events)
                .onItem()
                .transformToUniAndConcatenate(event -> useInHand(gateway, event, attempts, Duration.ZERO))
                .subscribe()
                .with(done -> {}));
    }

    private Uni<Void> useInHand(String gateway, GatewayEvent event, int attempts, Duration age) {
        return Uni.createFrom()
                .deferred(() -> closed
                        ? store.putBack(gateway, event.id(), LEFT, Duration.ZERO)
                        : use(gateway, event, attempts, age))
                .onTermination()
                .invoke(inHand::decrementAndGet)
                .onFailure()
                .invoke(failure -> notUsed(gateway, event, failure))
                .onFailure()
                .recoverWithNull();
    }

    private static void notUsed(String gateway, GatewayEvent event, Throwable failure) {
        if (DatabaseOutage.isBehind(failure)) {
            LOG.warnf("Event %s of %s is not used yet: %s", event.id(), gateway, DatabaseOutage.reason(failure));
        } else {
            LOG.warnf(failure, "Event %s of %s is not used yet", event.id(), gateway);
        }
    }

    private Uni<Void> use(String gateway, GatewayEvent event, int attempts, Duration age) {
        return hearNews.hear(gateway, event).chain(hearing -> {
            metrics.counter("holdfast.webhooks.used", "gateway", gateway, "hearing", hearing.name())
                    .increment();
            return switch (hearing) {
                case LATER -> later(gateway, event, attempts);
                case NO_DISPUTE ->
                    attempts < MOST_ATTEMPTS
                            ? store.putBack(gateway, event.id(), hearing.name(), pause(attempts))
                            : store.used(gateway, event.id(), hearing.name());
                case GATEWAY_OFF -> setAside(gateway, event, age);
                case KNOWN, TAKEN_UP -> store.used(gateway, event.id(), hearing.name());
                case TAKEN_OVER -> Uni.createFrom().voidItem();
            };
        });
    }

    /** Until its gateway is on again; if that is never, until it would be forgotten anyway. */
    private Uni<Void> setAside(String gateway, GatewayEvent event, Duration age) {
        boolean forgotten = age.compareTo(KEPT) >= 0;
        // what has just come may be of use to others
        Duration pause = age.compareTo(LEFT_TO_OTHERS) < 0 ? UNTIL_OTHERS : LONGEST_PAUSE;
        LOG.warnf(
                "Event %s of %s is %s: that gateway is off",
                event.id(), gateway, forgotten ? "not used any more" : "set aside");
        return forgotten
                ? store.used(gateway, event.id(), Hearing.GATEWAY_OFF.name())
                : store.putBack(gateway, event.id(), Hearing.GATEWAY_OFF.name(), pause);
    }

    /** Its dispute is there and will hear it; so it waits for as long as that takes. */
    private Uni<Void> later(String gateway, GatewayEvent event, int attempts) {
        if (attempts >= MOST_EARLY_ATTEMPTS || !hasRoom()) {
            return store.putBack(gateway, event.id(), Hearing.LATER.name(), closed ? Duration.ZERO : UNTIL_OTHERS);
        }
        inHand(gateway, List.of(event), attempts + 1, work -> scheduling.after(EARLY_PAUSE, work));
        return Uni.createFrom().voidItem();
    }

    private static Duration pause(int attempts) {
        Duration pause = Duration.ofSeconds(1L << Math.min(attempts, 20));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    /** Masked, two names could become one, and the second event be taken for a repeat of the first, or what somebody else asked for be taken for what we did. */
    private static String withoutCardNumber(String name) {
        return CardDataMask.spans(name).isEmpty()
                ? name
                : "md5:" + UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * An authentic webhook is never refused for what looks like a card number in it; but that is not kept. Masked, an authorization's id would name another
     * one or none: without it the news is of the dispute, and has the gateway asked.
     */
    private static GatewayEvent masked(GatewayEvent event, boolean namesAreKept) {
        return new GatewayEvent(
                namesAreKept && event.token().isEmpty() ? event.id() : withoutCardNumber(event.id()),
                CardDataMask.mask(event.type()),
                event.disputeId(),
                event.authorizationId().filter(id -> namesAreKept || isKept(id)),
                event.reference().map(Inbox::withoutCardNumber),
                event.view().filter(view -> namesAreKept || isKept(view.id())),
                event.token());
    }

    private static boolean isKept(AuthorizationId id) {
        return CardDataMask.spans(id.value()).isEmpty();
    }
}
