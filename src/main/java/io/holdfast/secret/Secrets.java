package io.holdfast.secret;

import io.holdfast.settings.BadSetting;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.SmallRyeConfig;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/** Notices changed secrets while the process runs: at a steady pace, and at once when a gateway no longer takes one. */
@ApplicationScoped
public class Secrets {

    private static final Logger LOG = Logger.getLogger(Secrets.class);

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(1);

    /** A gateway that refuses everything does not make us ask a vault more often than this. */
    private static final long BETWEEN_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Function<String, Optional<String>> settings;
    private final IntSupplier lookAgain;
    private final LongSupplier nanoTime;
    private final List<Rotating<?>> rotating = new CopyOnWriteArrayList<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final AtomicBoolean looking = new AtomicBoolean();
    private final AtomicLong lookedAt;
    private final MeterRegistry metrics;
    private volatile int away;
    private Vertx vertx;
    private Duration refresh;

    @Inject
    public Secrets(Config config, SecretsSettings settings, Vertx vertx, MeterRegistry metrics) {
        this(property -> present(config, property), SecretReaders::refresh, System::nanoTime, metrics);
        this.vertx = vertx;
        this.refresh = settings.refresh();
        if (refresh.compareTo(SHORTEST) < 0 || refresh.compareTo(LONGEST) > 0) {
            throw new BadSetting("holdfast.secrets.refresh", "must be from 1s to 1d");
        }
    }

    /** A list may be given by its places, each with a property of its own: where it is, those count, as at the start. */
    static Optional<String> present(Config config, String property) {
        SmallRyeConfig places = config.unwrap(SmallRyeConfig.class);
        return places.getIndexedProperties(property).isEmpty()
                ? config.getOptionalValue(property, String.class)
                : places.getOptionalValues(property, String.class).map(all -> String.join(",", all));
    }

    /** For the framework's proxy, and for tests. */
    protected Secrets() {
        this(property -> Optional.empty(), () -> 0, System::nanoTime, new SimpleMeterRegistry());
    }

    /** @param lookAgain looks at the places of secrets, and tells how much cannot be had */
    Secrets(
            Function<String, Optional<String>> settings,
            IntSupplier lookAgain,
            LongSupplier nanoTime,
            MeterRegistry metrics) {
        this.settings = settings;
        this.lookAgain = lookAgain;
        this.nanoTime = nanoTime;
        this.lookedAt = new AtomicLong(nanoTime.getAsLong() - BETWEEN_NANOS);
        this.metrics = metrics;
        Gauge.builder("holdfast.secrets.away", this, secrets -> secrets.away)
                .description(
                        "Files and documents of a vault with secrets that could not be read again at the last look")
                .strongReference(true)
                .register(metrics);
    }

    /** For tests: secrets that stay as they are. */
    public static Secrets unchanging() {
        return new Secrets();
    }

    void start(@Observes StartupEvent started) {
        vertx.setPeriodic(refresh.toMillis(), round -> look());
    }

    /**
     * A secret, watched from now on.
     *
     * @param value what it is now
     * @param form makes of it what its user needs; throws {@link BadSetting} if it cannot be used
     */
    public <T> Rotating<T> watch(String property, String value, Function<String, T> form) {
        KnownSecrets.add(value);
        Rotating<T> secret = new Rotating<>(property, value, form);
        rotating.add(secret);
        Gauge.builder("holdfast.secrets.behind", this, secrets -> secrets.isBehind(property) ? 1 : 0)
                .description("1 while a changed secret is not used: it is gone, or cannot be used")
                .tag("setting", property)
                .strongReference(true)
                .register(metrics);
        return secret;
    }

    /** Two users may have made of the same secret what each needs. */
    private boolean isBehind(String property) {
        return rotating.stream().anyMatch(it -> it.property().equals(property) && it.isBehind());
    }

    /** As {@link #watch}, for a list with commas. */
    public <T> Rotating<List<T>> watchAll(String property, List<String> values, Function<String, T> form) {
        return watch(property, String.join(",", values), text -> {
            List<T> all = new ArrayList<>();
            for (String one : text.split(",")) {
                all.add(form.apply(one.strip()));
            }
            return List.copyOf(all);
        });
    }

    /** Runs it after any secret has changed. */
    public void whenChanged(Runnable listener) {
        listeners.add(listener);
    }

    /** Somebody refused one of them: it may have been changed. Returns at once. */
    public void lookSoon() {
        long now = nanoTime.getAsLong();
        long last = lookedAt.get();
        if (now - last >= BETWEEN_NANOS && lookedAt.compareAndSet(last, now)) {
            look();
        }
    }

    private void look() {
        if (vertx == null) {
            lookNow();
        } else {
            vertx.executeBlocking(() -> {
                lookNow();
                return null;
            });
        }
    }

    /** Looks at every secret again. Blocks; one look at a time. */
    void lookNow() {
        if (!looking.compareAndSet(false, true)) {
            return;
        }
        try {
            away = lookAgain.getAsInt();
            boolean changed = false;
            for (Rotating<?> secret : rotating) {
                changed |= offer(secret);
            }
            if (changed) {
                listeners.forEach(Runnable::run);
            }
        } catch (RuntimeException failed) {
            LOG.warnf("secrets could not be looked at again: %s", failed.getMessage());
        } finally {
            looking.set(false);
        }
    }

    /** One that cannot be had keeps nobody from the others. */
    private boolean offer(Rotating<?> secret) {
        try {
            Optional<String> value = settings.apply(secret.property()).filter(it -> !it.isBlank());
            if (value.isEmpty()) {
                secret.gone();
                return false;
            }
            KnownSecrets.add(value.get());
            return secret.offer(value.get());
        } catch (RuntimeException failed) {
            LOG.warnf("%s could not be looked at again: %s", secret.property(), failed.getMessage());
            secret.unreadable();
            return false;
        }
    }
}
