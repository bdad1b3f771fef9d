package io.holdfast.audit.verify;

import static io.holdfast.audit.verify.Finding.Kind.RECORD;
import static io.holdfast.audit.verify.Finding.Kind.STORY;

import io.holdfast.audit.Counted;
import io.holdfast.audit.JsonDetail;
import io.holdfast.audit.RecordPrint;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Holds one dispute's story against itself, and the dispute's row against the story. */
final class StoryCheck {

    private final Findings findings;

    StoryCheck(Findings findings) {
        this.findings = findings;
    }

    /**
     * @param record the dispute's row; empty if there is none
     * @param story in the order of its sequence
     */
    void check(UUID dispute, Optional<StoredRecord> record, List<StoredEvent> story) {
        ChainWalk walk = new ChainWalk();
        for (StoredEvent event : story) {
            int due = walk.sequence() + 1;
            ChainWalk.Verdict verdict = walk.step(event.sequence(), event.hash(), event::hashAfter);
            if (verdict == ChainWalk.Verdict.GAP) {
                missing(dispute, due, event.sequence() - 1);
            } else if (verdict == ChainWalk.Verdict.BROKEN) {
                findings.add(Finding.of(
                        STORY,
                        dispute,
                        event.sequence(),
                        "was changed, put there or moved: it does not follow from the event before it (" + event.type()
                                + ")"));
            }
        }
        if (record.isEmpty()) {
            findings.add(Finding.of(
                    RECORD,
                    dispute,
                    "the dispute is missing; its story of " + Counted.of(story.size(), "event") + " is there"));
        } else {
            compare(record.get(), story, walk);
        }
    }

    private void missing(UUID dispute, int first, int last) {
        String others = first == last ? "" : ", and so are those up to " + last;
        findings.add(Finding.of(STORY, dispute, first, "is missing" + others));
    }

    private void compare(StoredRecord record, List<StoredEvent> story, ChainWalk walk) {
        if (record.eventSequence() > walk.sequence()) {
            missing(record.id(), walk.sequence() + 1, record.eventSequence());
            return;
        }
        if (record.eventSequence() < walk.sequence()) {
            findings.add(Finding.of(
                    RECORD,
                    record.id(),
                    walk.sequence(),
                    "event_sequence was changed, or events were added: the record knows of "
                            + Counted.of(record.eventSequence(), "event")));
            return;
        }
        if (!Arrays.equals(record.eventHash(), walk.hash())) {
            findings.add(Finding.of(
                    RECORD,
                    record.id(),
                    walk.sequence(),
                    "event_hash of the record is not the hash of its last event: one of them was changed"));
        }
        if (story.isEmpty()) {
            findings.add(Finding.of(STORY, record.id(), "the story has no event"));
            return;
        }
        String sealed = JsonDetail.read(story.get(story.size() - 1).detail()).getOrDefault(RecordPrint.FACT, "");
        String actual = RecordPrint.of(record.values());
        if (!sealed.equals(actual)) {
            List<String> columns = RecordPrint.differences(sealed, actual);
            findings.add(Finding.of(
                    RECORD,
                    record.id(),
                    (columns.isEmpty() ? "a column" : String.join(", ", columns))
                            + " was changed: the story ends with another value"));
        }
    }
}
