package io.holdfast.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/** Kills replicas and starts them again, one after the other and now and then all at once, until it is told to stop. */
final class Trouble {

    private static final Logger LOG = Logger.getLogger(Trouble.class);

    private final List<Replica> replicas;
    private final Random random;
    private final Pace pace;
    private final AtomicInteger kills = new AtomicInteger();
    private volatile boolean enough;
    private CompletableFuture<Void> running;

    Trouble(List<Replica> replicas, long seed, Pace pace) {
        this.replicas = replicas;
        this.random = new Random(seed);
        this.pace = pace;
    }

    Trouble start() {
        running = pace.start(this::makeTrouble);
        return this;
    }

    /** Returns when all replicas are ready again. */
    int end() {
        enough = true;
        running.join();
        return kills.get();
    }

    private void makeTrouble() {
        while (!enough && pace.pause(1_500 + random.nextInt(5_000))) {
            List<Replica> victims =
                    random.nextInt(6) == 0 ? replicas : List.of(replicas.get(random.nextInt(replicas.size())));
            for (Replica victim : victims) {
                LOG.infof("kill -9 %s", victim.name());
                victim.kill();
                kills.incrementAndGet();
            }
            pace.pause(random.nextInt(2_000));
            victims.forEach(Trouble::start);
            victims.forEach(Replica::awaitReady);
        }
    }

    private static void start(Replica replica) {
        try {
            replica.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
