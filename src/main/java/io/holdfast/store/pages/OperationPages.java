package io.holdfast.store.pages;

import io.holdfast.dispute.model.OperationState;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** Pages through the gateway operations that are open: waiting, running, or in need of a person. Newest first. */
@ApplicationScoped
public class OperationPages implements PanacheRepositoryBase<OperationRow, UUID> {

    private static final String WITH_DISPUTE = "from OperationRow o join fetch o.dispute where ";

    /** In the words of the partial index that finds the few open ones among the many. */
    private static final String OPEN = "o.state <> OperationState.DONE";

    /**
     * @param state empty for all that are open
     * @param callCenters of these only
     * @param limit rows of one page, at least 1
     * @throws UnknownCursor if the cursor is none of this list
     */
    public Uni<Page<OperationListing>> page(
            Optional<OperationState> state, Optional<Set<String>> callCenters, int limit, Optional<String> cursor) {
        String filters = "operations|" + state.map(Enum::name).orElse("") + "|"
                + callCenters.map(only -> new TreeSet<>(only).toString()).orElse("");
        Conditions conditions = new Conditions()
                .and(OPEN)
                .and("o.state = :state", "state", state)
                .and("o.dispute.callCenterId in :centers", "centers", callCenters)
                .and(
                        "o.operationId < :last",
                        "last",
                        cursor.map(text -> UUID.fromString(Cursor.position(text, filters))));
        return Panache.withSession(() -> rows(conditions, limit + 1))
                .map(rows -> rows.stream().map(OperationRow::listing).toList())
                .map(read -> Page.of(read, limit, OperationListing::operationId, filters));
    }

    private Uni<List<OperationRow>> rows(Conditions conditions, int limit) {
        return find(WITH_DISPUTE + conditions.hql() + " order by o.operationId desc", conditions.parameters())
                .page(0, limit)
                .list();
    }
}
