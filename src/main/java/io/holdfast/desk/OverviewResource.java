package io.holdfast.desk;

import io.holdfast.store.overview.Figures;
import io.holdfast.store.overview.OverviewPages;
import io.holdfast.time.Steady;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The supervisor's view. */
@Path(DeskDoor.DESK)
@PermitAll
public class OverviewResource {

    /** Many may look at it at once; the figures are read this often for all of them. */
    private static final Duration FRESH = Duration.ofSeconds(10);

    private final Desk desk;
    private final OverviewPages overview;
    private final Pages pages;
    private final DeskSettings settings;
    private final Clock clock;
    private final Clock steady;
    private final Map<Period, Read> reads = new EnumMap<>(Period.class);

    OverviewResource(
            Desk desk, OverviewPages overview, Pages pages, DeskSettings settings, Clock clock, @Steady Clock steady) {
        this.desk = desk;
        this.overview = overview;
        this.pages = pages;
        this.settings = settings;
        this.clock = clock;
        this.steady = steady;
    }

    /** Figures that are read, or being read. */
    private record Read(Instant at, Uni<Figures> figures) {}

    @GET
    @Path("overview")
    public Uni<Response> get(@Context RoutingContext call) {
        return desk.answer(call, session -> {
            if (!session.reachesAll()) {
                throw DeskRefusal.notForAll();
            }
            Form query = Form.parse(call.request().query());
            Period period = Period.of(query.text("period", 8));
            Optional<String> currency = query.text("currency", 3);
            return overview.work(clock.instant().plus(settings.lapsingWithin()))
                    .chain(work -> figures(period)
                            .map(figures -> new OverviewDraft(period, figures, currency).board(work.attention())))
                    .map(board ->
                            Pages.html(Pages.Templates.overview(pages.frame("Overview", "overview", session), board)));
        });
    }

    private synchronized Uni<Figures> figures(Period period) {
        Read read = reads.get(period);
        if (read == null || steady.instant().isAfter(read.at.plus(FRESH))) {
            Instant now = clock.instant();
            read = new Read(
                    steady.instant(),
                    overview.figures(Optional.empty(), period.from(now), now, period.step(), OverviewDraft.AGES)
                            .onFailure()
                            .invoke(failure -> forget(period))
                            .memoize()
                            .indefinitely());
            reads.put(period, read);
        }
        return read.figures;
    }

    private synchronized void forget(Period period) {
        reads.remove(period);
    }
}
