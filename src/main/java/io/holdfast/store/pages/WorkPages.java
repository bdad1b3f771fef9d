package io.holdfast.store.pages;

import io.holdfast.dispute.model.Status;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * The lists that people work through. Each is read along an index of its own, from where its cursor stands, so that a page costs the same wherever it is
 * and however many disputes there are.
 */
@ApplicationScoped
public class WorkPages implements PanacheRepositoryBase<DisputeRow, UUID> {

    /** In the words of the partial indexes; as a parameter the database would not know that it may use them. */
    private static final String HELD = "status = Status.HELD";

    private static final String NEEDS_ATTENTION = "attention is not null";

    private static final String OF_CALL_CENTERS = "callCenterId in :centers";

    private static final String CALL_CENTERS = "centers";

    private static final String NEWEST_FIRST = " order by disputeId desc";

    private static final String FIRST_TO_LAPSE_FIRST = " order by holdExpiresAt, disputeId";

    /** Where a page of holds by the time of their lapse ended. */
    private record Lapse(Instant at, UUID dispute) {

        static Lapse of(String position) {
            String[] parts = position.split("_", 2);
            try {
                return new Lapse(Instant.parse(parts[0]), UUID.fromString(parts[1]));
            } catch (DateTimeException | IllegalArgumentException | ArrayIndexOutOfBoundsException foreign) {
                throw new UnknownCursor();
            }
        }

        static String position(DisputeListing listed) {
            return listed.holdExpiresAt().orElseThrow() + "_" + listed.disputeId();
        }
    }

    /**
     * Those that a person should look at, newest first.
     *
     * @param callCenters of these only; empty if of all
     * @param limit rows of one page, at least 1
     * @throws UnknownCursor if the cursor is none of this list
     */
    public Uni<Page<DisputeListing>> needingAttention(
            Optional<Set<String>> callCenters, int limit, Optional<String> cursor) {
        Conditions raised = new Conditions().and(NEEDS_ATTENTION);
        return newestFirst("attention", raised, callCenters, NEWEST_FIRST, limit, cursor);
    }

    /** Those with a live hold, newest first; as {@link #needingAttention}. */
    public Uni<Page<DisputeListing>> held(Optional<Set<String>> callCenters, int limit, Optional<String> cursor) {
        Conditions held = new Conditions().and(DisputePages.ONE_STATUS, "status", Optional.of(Status.HELD));
        return newestFirst("held", held, callCenters, DisputePages.OF_ONE_STATUS, limit, cursor);
    }

    /**
     * Live holds, those that lapse first in front; as {@link #needingAttention}.
     *
     * @param before only those that lapse before
     */
    public Uni<Page<DisputeListing>> lapsing(
            Instant before, Optional<Set<String>> callCenters, int limit, Optional<String> cursor) {
        String filters = filters("lapsing", callCenters);
        Optional<Lapse> last = cursor.map(text -> Lapse.of(Cursor.position(text, filters)));
        Conditions conditions = new Conditions()
                .and(HELD)
                .and(OF_CALL_CENTERS, CALL_CENTERS, callCenters)
                .and("holdExpiresAt < :before", "before", Optional.of(before))
                .and("holdExpiresAt >= :at", "at", last.map(Lapse::at))
                .and("(holdExpiresAt, disputeId) > (:at, :last)", "last", last.map(Lapse::dispute));
        return page(conditions, FIRST_TO_LAPSE_FIRST, limit)
                .map(read -> Page.of(read, limit, Lapse::position, filters));
    }

    private Uni<Page<DisputeListing>> newestFirst(
            String list,
            Conditions conditions,
            Optional<Set<String>> callCenters,
            String order,
            int limit,
            Optional<String> cursor) {
        String filters = filters(list, callCenters);
        Optional<UUID> last = cursor.map(text -> UUID.fromString(Cursor.position(text, filters)));
        Conditions reached = conditions.and(OF_CALL_CENTERS, CALL_CENTERS, callCenters);
        return page(reached.and("disputeId < :last", "last", last), order, limit)
                .map(read -> Page.of(read, limit, DisputeListing::disputeId, filters));
    }

    private static String filters(String list, Optional<Set<String>> callCenters) {
        return list + callCenters.map(only -> "|" + new TreeSet<>(only)).orElse("");
    }

    /** One row more than the page has room for, if there are more. */
    private Uni<List<DisputeListing>> page(Conditions conditions, String order, int limit) {
        return Panache.withSession(() -> find(conditions.hql() + order, conditions.parameters())
                        .page(0, limit + 1)
                        .list())
                .map(rows -> rows.stream().map(DisputeRow::listing).toList());
    }
}
