package io.holdfast.store.pages;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.Status;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which disputes to list.
 *
 * @param attention with one of these only
 * @param from opened at or after
 * @param to opened before
 * @param callCenters of these only
 * @param limit rows of one page, at least 1
 * @param cursor where the page starts; empty for the first
 */
public record DisputeQuery(
        Optional<Status> status,
        Optional<String> customerAccountId,
        Optional<String> conversationId,
        Optional<String> gateway,
        Optional<Set<Attention>> attention,
        Optional<Instant> from,
        Optional<Instant> to,
        Optional<Set<String>> callCenters,
        int limit,
        Optional<String> cursor) {

    /** Those of an account or of a conversation, or all. */
    public static DisputeQuery having(
            Optional<String> account,
            Optional<String> conversation,
            Optional<Set<String>> callCenters,
            int limit,
            Optional<String> cursor) {
        return new DisputeQuery(
                Optional.empty(),
                account,
                conversation,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                callCenters,
                limit,
                cursor);
    }

    /** Of all call centres, whether or not they need attention. */
    public DisputeQuery(
            Optional<Status> status,
            Optional<String> customerAccountId,
            Optional<String> conversationId,
            Optional<String> gateway,
            Optional<Instant> from,
            Optional<Instant> to,
            int limit,
            Optional<String> cursor) {
        this(
                status,
                customerAccountId,
                conversationId,
                gateway,
                Optional.empty(),
                from,
                to,
                Optional.empty(),
                limit,
                cursor);
    }

    /**
     * The same text for the same list, whatever page of it. A filter that came later is in it only if it is there, so that pages can be turned from a replica of
     * one release to one of another.
     */
    String filters() {
        return "disputes"
                + new FilterText()
                        .add(status.map(Enum::name))
                        .add(customerAccountId)
                        .add(conversationId)
                        .add(gateway)
                        .add(from.map(Instant::toString))
                        .add(to.map(Instant::toString))
                        .add(callCenters.map(only -> new TreeSet<>(only).toString()))
                + attention.map(only -> "|attention:" + new TreeSet<>(only)).orElse("");
    }

    /** Filters one after the other, each with its length in front so that no two sets read the same. */
    private static final class FilterText {

        private final StringBuilder text = new StringBuilder();

        FilterText add(Optional<String> filter) {
            text.append('|');
            filter.ifPresent(value -> text.append(value.length()).append(':').append(value));
            return this;
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
