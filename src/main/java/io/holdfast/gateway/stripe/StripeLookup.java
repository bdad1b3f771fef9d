package io.holdfast.gateway.stripe;

import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.Inquiry;
import io.holdfast.gateway.wire.WireId;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Asks Stripe for intents. One that waits for the customer is cancelled on the way: it must not be left standing, and whoever made it may have died
 * before cancelling it.
 *
 * <p>A search finds by dispute, but what is new shows in it only after a minute or so, and some accounts have none. The list shows everything at
 * once, but is long. So the list is asked only where the search names nothing, and what either names is read one by one, because a search may show an old
 * state too. A new intent that the search leaves out beside an older one is not missed: the same request, sent again, brings it.
 */
final class StripeLookup {

    private static final int PAGE_SIZE = 100;

    /**
     * The list has everybody's intents, and each may carry fifty texts of five hundred characters in its metadata, and once more in that of a card that was declined: a
     * page of a hundred can be longer than is read.
     */
    private static final int SHORT_PAGE_SIZE = 10;

    /** As far back as is looked; on a busy account the search has to do for older ones. */
    private static final int MAX_PAGES = 10;

    /** No dispute has that many. */
    private static final int MAX_INTENTS = 100;

    /** Stripe's clock and ours may differ; and a list is not sorted to the second. */
    private static final Duration CLOCK_MARGIN = Duration.ofHours(1);

    private final StripeApi api;
    private final StripeLine line;
    private final StripeReading reading;
    private final StripeIntents intents;
    private final Duration timeout;
    private final Clock clock;
    /** An account whose pages were once too long has others like them. */
    private volatile int listed = PAGE_SIZE;

    /**
     * @param timeout of one HTTP call; no call starts later than this after the first, so that two timeouts bound them all
     * @param clock one that only goes forward
     */
    StripeLookup(
            StripeApi api,
            StripeLine line,
            StripeReading reading,
            StripeIntents intents,
            Duration timeout,
            Clock clock) {
        this.api = api;
        this.line = line;
        this.reading = reading;
        this.intents = intents;
        this.timeout = timeout;
        this.clock = clock;
    }

    Uni<Inquiry> one(AuthorizationId id) {
        return line.call(StripeEndpoint.FIND, key -> api.find(key, id.value(), "latest_charge"))
                .chain(reply -> settled(reply, id));
    }

    Uni<Inquiry> ofDispute(DisputeId dispute) {
        return Uni.createFrom().deferred(() -> new OfDispute(dispute, clock.instant()).search(null));
    }

    /** A page of the list, newest first. @param after where it starts, {@code null} for the first one */
    Uni<StripeReply> page(String after) {
        int size = listed;
        return line.call(StripeEndpoint.LIST, key -> api.list(key, size, after)).chain(reply -> {
            if (!reply.isTooLong() || size == SHORT_PAGE_SIZE) {
                return Uni.createFrom().item(reply);
            }
            listed = SHORT_PAGE_SIZE;
            return page(after);
        });
    }

    /**
     * Cancels an intent that waits for the customer. Its key follows from the intent, so that everybody who does it does the same; a key that Stripe has kept a failure
     * of its own under is of no use any more, and to cancel once more does no harm.
     */
    Uni<StripeReply> abandon(StripeIntent intent) {
        String id = intent.id().value();
        return cancel(id, id + ":cancel")
                .chain(reply -> reply.isKeySpent()
                        ? cancel(id, id + ":cancel:" + clock.instant().getEpochSecond())
                        : Uni.createFrom().item(reply));
    }

    private Uni<StripeReply> cancel(String id, String idempotencyKey) {
        return line.call(StripeEndpoint.CANCEL, key -> api.cancel(key, idempotencyKey, id, ""));
    }

    private Uni<Inquiry> settled(StripeReply reply, AuthorizationId id) {
        // One that names no dispute is somebody else's, whoever gave us its id: their customer may be about to act.
        Optional<StripeIntent> waiting = reply.waitingForCustomer()
                .filter(it -> it.id().equals(id) && it.view().disputeId().isPresent());
        return waiting.isPresent()
                ? abandon(waiting.get()).map(after -> reading.foundAbandoned(after, waiting.get()))
                : Uni.createFrom().item(reading.found(reply, id));
    }

    private static Uni<Inquiry> notAnswered(String why) {
        return Uni.createFrom().item(new Inquiry.NotAnswered(why, Optional.empty(), false));
    }

    /** One look for the intents of a dispute, step by step: search, list if need be, read. */
    private final class OfDispute {

        private final DisputeId dispute;
        private final Instant started;
        private final Set<AuthorizationId> ids = new LinkedHashSet<>();
        private boolean searched;
        /** What the search came to, where it failed at once: then the list can only say what there is. */
        private Optional<Inquiry> searchFailed = Optional.empty();

        private int pages;
        private boolean unusable;

        OfDispute(DisputeId dispute, Instant started) {
            this.dispute = dispute;
            this.started = started;
        }

        Uni<Inquiry> search(String page) {
            String query = "metadata['dispute_id']:'" + dispute + "'";
            return line.call(StripeEndpoint.SEARCH, key -> api.search(key, query, PAGE_SIZE, page))
                    .chain(this::afterSearch);
        }

        private Uni<Inquiry> afterSearch(StripeReply reply) {
            // A restricted key may not be allowed to search, and may to list.
            if (!reading.isFinal(reply) && !reply.isForbidden()) {
                Inquiry silence = reading.notAnswered(reply);
                if (pages > 0 || !reply.isFailure() || asksForPatience(silence)) {
                    return Uni.createFrom().item(silence);
                }
                searchFailed = Optional.of(silence);
                return followed(() -> list(null));
            }
            Optional<StripePage> page = reply.searchPage();
            page.ifPresent(this::note);
            if (unusable) {
                return notAnswered(WireId.UNUSABLE);
            }
            searched = page.isPresent();
            Optional<String> next = page.flatMap(StripePage::next);
            if (next.isPresent()) {
                return followed(() -> search(next.get()));
            }
            return ids.isEmpty() ? followed(() -> list(null)) : readAll();
        }

        private static boolean asksForPatience(Inquiry silence) {
            return silence instanceof Inquiry.NotAnswered it && it.retryAfter().isPresent();
        }

        private Uni<Inquiry> list(String after) {
            return page(after).chain(this::afterList);
        }

        private Uni<Inquiry> afterList(StripeReply reply) {
            Optional<StripePage> page = reply.page();
            if (page.isEmpty()) {
                // A good answer that is no list may hide the intent that the search does not show yet.
                boolean searchHasToDo = searched && ids.isEmpty() && reading.isFinal(reply) && reply.isError();
                return Uni.createFrom().item(searchHasToDo ? new Inquiry.Absent() : reading.notAnswered(reply));
            }
            note(page.get());
            if (unusable) {
                return notAnswered(WireId.UNUSABLE);
            }
            boolean isAll = page.get().next().isEmpty() || reachesBeforeDispute(page.get());
            if (!isAll && pages < MAX_PAGES) {
                return followed(() -> list(page.get().next().get()));
            }
            if (!ids.isEmpty()) {
                return readAll();
            }
            if (searchFailed.isPresent()) {
                return Uni.createFrom().item(searchFailed.get());
            }
            return isAll || searched ? Uni.createFrom().item(new Inquiry.Absent()) : notAnswered("list without an end");
        }

        private void note(StripePage page) {
            pages++;
            List<Optional<AuthorizationId>> own = page.intents().stream()
                    .filter(it -> intents.disputeId(it).filter(dispute::equals).isPresent())
                    .map(intents::id)
                    .toList();
            own.forEach(id -> id.ifPresent(ids::add));
            // To leave it out would hide a hold.
            unusable |= own.contains(Optional.<AuthorizationId>empty());
        }

        private Uni<Inquiry> followed(Supplier<Uni<Inquiry>> step) {
            if (pages > MAX_PAGES || ids.size() > MAX_INTENTS) {
                return notAnswered("list without an end");
            }
            boolean isLate = Duration.between(started, clock.instant()).compareTo(timeout) > 0;
            return isLate ? notAnswered("took too long") : step.get();
        }

        private Uni<Inquiry> readAll() {
            return readNext(ids.iterator(), new ArrayList<>());
        }

        private Uni<Inquiry> readNext(Iterator<AuthorizationId> left, List<AuthorizationView> found) {
            if (!left.hasNext()) {
                return Uni.createFrom().item(found.isEmpty() ? new Inquiry.Absent() : new Inquiry.Found(found));
            }
            return followed(() -> one(left.next()).chain(inquiry -> afterRead(inquiry, left, found)));
        }

        private Uni<Inquiry> afterRead(Inquiry inquiry, Iterator<AuthorizationId> left, List<AuthorizationView> found) {
            if (inquiry instanceof Inquiry.NotAnswered) {
                return Uni.createFrom().item(inquiry);
            }
            if (inquiry instanceof Inquiry.Found it) {
                found.addAll(it.authorizations());
            }
            return readNext(left, found);
        }

        /** Whether the page is sorted, newest first, and what follows is older than the dispute. */
        private boolean reachesBeforeDispute(StripePage page) {
            List<Instant> times = page.intents().stream()
                    .flatMap(it -> intents.created(it).stream())
                    .toList();
            if (times.isEmpty()) {
                return false;
            }
            Instant oldest = times.get(times.size() - 1);
            return oldest.isBefore(times.get(0))
                    && opened().filter(it -> oldest.isBefore(it.minus(CLOCK_MARGIN)))
                            .isPresent();
        }

        /** A UUID of version 7 begins with the time at which it was made, in milliseconds (RFC 9562, 5.7). */
        private Optional<Instant> opened() {
            UUID id = dispute.value();
            return id.version() == 7
                    ? Optional.of(Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16))
                    : Optional.empty();
        }
    }
}
