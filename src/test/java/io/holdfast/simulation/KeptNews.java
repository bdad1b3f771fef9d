package io.holdfast.simulation;

import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.NewsId;
import io.holdfast.gateway.GatewayEvent;
import io.holdfast.store.WebhookStore.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The banks' news as the database keeps it: each piece once, until it is used. */
final class KeptNews {

    private static final class Piece {

        final int number;
        final NewsId key;
        final GatewayEvent event;
        final long cameAt;
        long dueAt;
        int attempts;
        boolean used;

        Piece(int number, NewsId key, GatewayEvent event, long cameAt) {
            this.cameAt = cameAt;
            this.number = number;
            this.key = key;
            this.event = event;
        }
    }

    private final Timeline timeline;
    private final long skewMicros;
    private final boolean forgets;
    private final Map<NewsId, Piece> pieces = new HashMap<>();
    private final TreeSet<Piece> waiting =
            new TreeSet<>(Comparator.<Piece>comparingLong(it -> it.dueAt).thenComparingInt(it -> it.number));

    /** @param forgets a rule broken on purpose: what is not used at once is not used at all */
    KeptNews(Timeline timeline, long skewMicros, boolean forgets) {
        this.timeline = timeline;
        this.skewMicros = skewMicros;
        this.forgets = forgets;
    }

    Optional<DisputeId> disputeOf(NewsId id) {
        return Optional.ofNullable(pieces.get(id)).flatMap(piece -> piece.event.disputeId());
    }

    List<GatewayEvent> keep(String gateway, List<GatewayEvent> events, Duration untilOthers) {
        List<GatewayEvent> fresh = new ArrayList<>();
        for (GatewayEvent event : events) {
            NewsId key = new NewsId(gateway, event.id());
            if (!pieces.containsKey(key)) {
                Piece piece = new Piece(pieces.size(), key, event, now());
                pieces.put(key, piece);
                dueIn(piece, untilOthers);
                fresh.add(event);
            }
        }
        return fresh;
    }

    List<Waiting> take(Set<String> gateways, Duration left, int limit, Duration untilOthers) {
        List<Piece> due = new ArrayList<>();
        for (Piece piece : waiting) {
            if (due.size() == limit || piece.dueAt > now()) {
                break;
            }
            if (gateways.contains(piece.key.gateway()) || piece.dueAt <= now() - left.toNanos() / 1_000) {
                due.add(piece);
            }
        }
        List<Waiting> taken = new ArrayList<>();
        for (Piece piece : due) {
            piece.attempts++;
            dueIn(piece, untilOthers);
            taken.add(new Waiting(
                    piece.key.gateway(),
                    piece.event,
                    piece.attempts,
                    Duration.ofNanos((now() - piece.cameAt) * 1_000)));
        }
        return taken;
    }

    boolean isKept(NewsId news) {
        return pieces.containsKey(news);
    }

    boolean isUsed(NewsId news) {
        Piece piece = pieces.get(news);
        return piece != null && piece.used;
    }

    /** Nothing is done if it is not kept here: a scene's news may come from nowhere. */
    void usedIfKept(NewsId news) {
        if (pieces.containsKey(news)) {
            used(news.gateway(), news.event());
        }
    }

    void used(String gateway, String eventId) {
        Piece piece = pieces.get(new NewsId(gateway, eventId));
        waiting.remove(piece);
        piece.used = true;
    }

    void putBack(String gateway, String eventId, Duration until) {
        Piece piece = pieces.get(new NewsId(gateway, eventId));
        if (!piece.used) {
            dueIn(piece, until);
        }
    }

    private void dueIn(Piece piece, Duration time) {
        waiting.remove(piece);
        piece.dueAt = now() + time.toNanos() / 1_000;
        if (!forgets) {
            waiting.add(piece);
        }
    }

    private long now() {
        return timeline.micros() + skewMicros;
    }
}
