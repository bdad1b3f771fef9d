package io.holdfast.time;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.Executor;

/** {@link Scheduling} on Vert.x event loops. */
@ApplicationScoped
class VertxScheduling implements Scheduling {

    private final Vertx vertx;

    VertxScheduling(Vertx vertx) {
        this.vertx = vertx;
    }

    @Override
    public void soon(Runnable work) {
        onFreshContext(work);
    }

    @Override
    public Cancellable after(Duration delay, Runnable work) {
        long timer = vertx.setTimer(Math.max(1, delay.toMillis()), id -> onFreshContext(work));
        return () -> vertx.cancelTimer(timer);
    }

    @Override
    public Executor here() {
        Context here = Vertx.currentContext();
        return work -> {
            if (here == null || here == Vertx.currentContext()) {
                work.run();
            } else {
                here.runOnContext(ignored -> work.run());
            }
        };
    }

    /** Not on the request's own context: what runs behind a request must not see its scope, nor end with it. */
    private void onFreshContext(Runnable work) {
        Context context = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
        VertxContextSafetyToggle.setContextSafe(context, true);
        context.runOnContext(ignored -> work.run());
    }
}
