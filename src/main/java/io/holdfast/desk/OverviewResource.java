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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The supervisor's view. */
@Path(DeskDoor.DESK)
@PermitAll
public class OverviewResource {

    /** Many may look at it at once; the figures are read this often for all of them. */
    private static final Duration FRESH = Duration.ofSeconds(10);

    /** Of whatever call centres were asked for: names can be typed. */
    private static final int MOST_READS = 200;

    /** No call centre has a longer name. */
    private static final int LONGEST_CENTER = 64;

    private final Desk desk;
    private final OverviewPages overview;
    private final Pages pages;
    private final DeskJournal journal;
    private final Clock clock;
    private final Clock steady;
    private final Map<Asked, Read> reads = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Asked, Read> eldest) {
            return size() > MOST_READS;
        }
    };

    OverviewResource(
            Desk desk, OverviewPages overview, Pages pages, DeskJournal journal, Clock clock, @Steady Clock steady) {
        this.desk = desk;
        this.overview = overview;
        this.pages = pages;
        this.journal = journal;
        this.clock = clock;
        this.steady = steady;
    }

    /** @param callCenters of these only; empty if of all */
    private record Asked(Period period, Optional<Set<String>> callCenters) {}

    /** Figures that are read, or being read. */
    private record Read(Instant at, Uni<Figures> figures) {}

    @GET
    @Path("overview")
    public Uni<Response> get(@Context RoutingContext call) {
        return desk.answer(call, session -> {
            Form query = Form.parse(call.request().query());
            Period period = Period.of(query.text("period", 8));
            Optional<String> currency = query.text("currency", 3);
            return chosen(call, session, query)
                    .chain(chosen -> board(session, period, currency, chosen))
                    .map(board ->
                            Pages.html(Pages.Templates.overview(pages.frame("Overview", "overview", session), board)));
        });
    }

    /** One that is not for whoever it is does not exist, and neither does one with a name that no call centre has. */
    private Uni<Optional<String>> chosen(RoutingContext call, DeskSession session, Form query) {
        if (!query.has(OverviewScope.FIELD)) {
            return Uni.createFrom().item(Optional.empty());
        }
        String asked = query.exactText(OverviewScope.FIELD, LONGEST_CENTER).orElseThrow(DeskRefusal::notFound);
        return meant(session, asked).map(chosen -> {
            if (!journal.reaches(call, session, chosen)) {
                throw DeskRefusal.notFound();
            }
            return Optional.of(chosen);
        });
    }

    /** The name of a call centre may have spaces around it; but most that are there were pasted along, and nobody meant them. */
    private Uni<String> meant(DeskSession session, String asked) {
        String bare = asked.strip();
        if (bare.equals(asked)) {
            return Uni.createFrom().item(asked);
        }
        return session.callCenters()
                .map(own -> Uni.createFrom().item(own.contains(asked)))
                .orElseGet(() -> overview.knows(asked))
                .map(known -> known ? asked : bare);
    }

    private Uni<OverviewBoard> board(
            DeskSession session, Period period, Optional<String> currency, Optional<String> chosen) {
        Optional<Set<String>> callCenters = chosen.map(Set::of).or(session::callCenters);
        return overview.attention(callCenters)
                .chain(attention -> scope(session, chosen, period)
                        .chain(scope -> figures(new Asked(period, callCenters))
                                .map(figures -> new OverviewDraft(period, figures, currency).board(scope, attention))));
    }

    private Uni<OverviewScope> scope(DeskSession session, Optional<String> chosen, Period period) {
        return session.callCenters()
                .map(own -> Uni.createFrom().item(OverviewScope.ofSome(own, chosen)))
                .orElseGet(() -> overview.centers(period.from(clock.instant()))
                        .map(centers -> OverviewScope.ofAll(chosen, centers)));
    }

    private synchronized Uni<Figures> figures(Asked asked) {
        Read read = reads.get(asked);
        if (read == null || steady.instant().isAfter(read.at.plus(FRESH))) {
            Instant now = clock.instant();
            Period period = asked.period();
            read = new Read(
                    steady.instant(),
                    overview.figures(asked.callCenters(), period.from(now), now, period.step(), OverviewDraft.AGES)
                            .onFailure()
                            .invoke(failure -> forget(asked))
                            .memoize()
                            .indefinitely());
            reads.put(asked, read);
        }
        return read.figures;
    }

    private synchronized void forget(Asked asked) {
        reads.remove(asked);
    }
}
