package io.holdfast.dispute;

import io.holdfast.dispute.model.Dispute;
import io.holdfast.gateway.Gateway;
import io.holdfast.time.Scheduling;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * A waiting line in front of each gateway, so that one that hangs holds up nobody else. What waits here is in the database too: a line that is full, or
 * a process that dies, loses nothing.
 */
final class Lines {

    private final Scheduling scheduling;
    private final int longest;
    private final Map<String, Line> lines = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** @param longest how many may wait for one gateway */
    Lines(Scheduling scheduling, int longest) {
        this.scheduling = scheduling;
        this.longest = longest;
    }

    Line of(Gateway gateway) {
        return lines.computeIfAbsent(gateway.name(), name -> new Line(gateway.concurrency()));
    }

    /** How many more of this gateway could be taken from the database now: no more than could run soon. */
    int room(Gateway gateway) {
        return closed ? 0 : of(gateway).room();
    }

    boolean isClosed() {
        return closed;
    }

    int running() {
        return lines.values().stream().mapToInt(line -> line.running.get()).sum();
    }

    /** Lets nothing more begin. @return what was waiting and will not be worked on here */
    List<Dispute> close() {
        closed = true;
        List<Dispute> left = new ArrayList<>();
        for (Line line : lines.values()) {
            for (Place place = line.waiting.poll(); place != null; place = line.waiting.poll()) {
                left.add(place.dispute());
            }
        }
        return left;
    }

    private record Place(Dispute dispute, Supplier<Uni<Void>> work) {}

    /** The line of one gateway. */
    final class Line {

        private final int most;
        private final AtomicInteger running = new AtomicInteger();
        private final AtomicInteger length = new AtomicInteger();
        private final Queue<Place> waiting = new ConcurrentLinkedQueue<>();

        private Line(int most) {
            this.most = most;
        }

        /** @return false if the line is full or closed, and the work will not be done here */
        boolean enter(Dispute dispute, Supplier<Uni<Void>> work) {
            if (!isOpen()) {
                return false;
            }
            length.incrementAndGet();
            waiting.add(new Place(dispute, work));
            pump();
            return true;
        }

        boolean isOpen() {
            return !closed && length.get() < longest;
        }

        /** Little room is none: a statement that takes a few costs the database as much as one that takes many. */
        private int room() {
            int share = Math.min(2 * most, longest);
            int left = share - length.get();
            return 2 * left >= share ? left : 0;
        }

        private void pump() {
            while (running.get() < most && !waiting.isEmpty()) {
                if (running.incrementAndGet() > most) {
                    running.decrementAndGet();
                    return;
                }
                Place next = waiting.poll();
                if (next == null) {
                    running.decrementAndGet();
                    return;
                }
                length.decrementAndGet();
                scheduling.soon(() -> start(next));
            }
        }

        private void start(Place place) {
            // deferred, so that work that cannot even begin gives its place back too
            Uni.createFrom().deferred(() -> place.work().get()).subscribe().with(done -> end(), failure -> end());
        }

        private void end() {
            running.decrementAndGet();
            pump();
        }
    }
}
