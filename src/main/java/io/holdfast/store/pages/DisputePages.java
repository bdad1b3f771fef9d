package io.holdfast.store.pages;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Pages through disputes, newest first. Ids grow with time, so the last id of a page tells where the next one starts. */
@ApplicationScoped
public class DisputePages implements PanacheRepositoryBase<DisputeRow, UUID> {

    /** An id carries the time of the clock that made it, which is not quite the time of opening: replicas' clocks differ, by far less than this. */
    private static final Duration CLOCKS_APART = Duration.ofDays(1);

    private static final String NEWEST_FIRST = " order by disputeId desc";

    /**
     * The order of those of one status, newest first, where the condition is a range of that one status. Of an equation the database knows that it leaves nothing
     * to order by status; it would read along the primary key where many have that status, and from a time that has few of them pass all others.
     */
    static final String OF_ONE_STATUS = " order by status desc, disputeId desc";

    /** The condition that belongs to {@link #OF_ONE_STATUS}. */
    static final String ONE_STATUS = "status between :status and :status";

    /** @throws UnknownCursor if the cursor is none of this list */
    public Uni<Page<DisputeListing>> page(DisputeQuery query) {
        String filters = query.filters();
        Optional<UUID> last = query.cursor().map(cursor -> UUID.fromString(Cursor.position(cursor, filters)));
        boolean byStatus = query.status().isPresent()
                && query.customerAccountId().isEmpty()
                && query.conversationId().isEmpty();
        Conditions conditions = new Conditions()
                .and(byStatus ? ONE_STATUS : "status = :status", "status", query.status())
                .and("customerAccountId = :account", "account", query.customerAccountId())
                .and("conversationId = :conversation", "conversation", query.conversationId())
                .and("gateway = :gateway", "gateway", query.gateway())
                .and("attention in :attention", "attention", query.attention())
                .and("callCenterId in :centers", "centers", query.callCenters())
                .and("createdAt >= :from", "from", query.from())
                .and("createdAt < :to", "to", query.to())
                .and("disputeId >= :lowest", "lowest", query.from().map(from -> lowestIdOf(from.minus(CLOCKS_APART))))
                .and("disputeId < :highest", "highest", query.to().map(to -> lowestIdOf(to.plus(CLOCKS_APART))))
                .and("disputeId < :last", "last", last);
        return Panache.withSession(() -> rows(conditions, byStatus ? OF_ONE_STATUS : NEWEST_FIRST, query.limit() + 1))
                .map(rows -> rows.stream().map(DisputeRow::listing).toList())
                .map(read -> Page.of(read, query.limit(), DisputeListing::disputeId, filters));
    }

    /** The least UUID of version 7 of that millisecond: with it a time becomes a place in the index, and old pages cost no more than new ones. */
    private static UUID lowestIdOf(Instant time) {
        return new UUID(Math.max(0, time.toEpochMilli()) << 16, 0);
    }

    private Uni<List<DisputeRow>> rows(Conditions conditions, String order, int limit) {
        return find(conditions.hql() + order, conditions.parameters())
                .page(0, limit)
                .list();
    }
}
