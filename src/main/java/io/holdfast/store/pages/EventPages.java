package io.holdfast.store.pages;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Pages through the story of one dispute, from its beginning. */
@ApplicationScoped
public class EventPages implements PanacheRepositoryBase<EventRow, EventRow.Key> {

    /**
     * The story; empty if there is no such dispute, because each has at least the event of its opening.
     *
     * @param limit rows of one page, at least 1
     * @throws UnknownCursor if the cursor is none of this story
     */
    public Uni<Page<EventListing>> page(UUID disputeId, int limit, Optional<String> cursor) {
        String filters = "events|" + disputeId;
        Conditions conditions = new Conditions()
                .and("key.disputeId = :dispute", "dispute", Optional.of(disputeId))
                .and(
                        "key.sequence > :last",
                        "last",
                        cursor.map(text -> Integer.valueOf(Cursor.position(text, filters))));
        return Panache.withSession(() -> rows(conditions, limit + 1))
                .map(rows -> rows.stream().map(EventRow::listing).toList())
                .map(read -> Page.of(read, limit, EventListing::sequence, filters));
    }

    /**
     * What the story tells after an event.
     *
     * @param sequence of that event; 0 for the whole story
     * @param limit how many events at most, at least 1
     */
    public Uni<List<EventListing>> after(UUID disputeId, int sequence, int limit) {
        Conditions conditions = new Conditions()
                .and("key.disputeId = :dispute", "dispute", Optional.of(disputeId))
                .and("key.sequence > :last", "last", Optional.of(sequence));
        return Panache.withSession(() -> rows(conditions, limit))
                .map(rows -> rows.stream().map(EventRow::listing).toList());
    }

    private Uni<List<EventRow>> rows(Conditions conditions, int limit) {
        return find(conditions.hql() + " order by key.sequence", conditions.parameters())
                .page(0, limit)
                .list();
    }
}
