package io.holdfast.audit.verify;

import io.holdfast.audit.JsonDetail;
import io.holdfast.audit.RecordPrint;
import io.holdfast.dispute.model.StoryType;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a story, and the record at its end, say that could be captured. A charge that failed may be followed by another of another amount, and a hold by the
 * one that renewed it, so there may be several of each.
 *
 * @param amounts that were asked for, as {@link RecordPrint#amount} has them
 * @param authorizations that the dispute has or had
 */
record Asked(Set<String> amounts, Set<String> authorizations) {

    static Asked of(StoredRecord record, List<StoredEvent> story) {
        Set<String> amounts = new HashSet<>();
        Set<String> authorizations = new HashSet<>();
        for (StoredEvent event : story) {
            Map<String, String> facts = JsonDetail.read(event.detail());
            if (event.type().equals(StoryType.CHARGE_REQUESTED.code())) {
                amount(facts).ifPresent(amounts::add);
            }
            Stream.of("authorization", "before")
                    .map(facts::get)
                    .filter(it -> it != null)
                    .forEach(authorizations::add);
        }
        // Not every way to a hold is told with its name, and whose name changed since is told with both.
        Optional.ofNullable(record.value("authorization_id")).ifPresent(authorizations::add);
        return new Asked(amounts, authorizations);
    }

    /** It is told with its currency. Empty if somebody changed it, which the chain tells. */
    private static Optional<String> amount(Map<String, String> facts) {
        try {
            String[] told = facts.getOrDefault("amount", "").split(" ");
            return Optional.of(RecordPrint.amount(new BigDecimal(told[0])));
        } catch (NumberFormatException changed) {
            return Optional.empty();
        }
    }
}
