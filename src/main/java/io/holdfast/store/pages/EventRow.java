package io.holdfast.store.pages;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** A row of {@code dispute_event}, to be read only. */
@Entity
@Immutable
@Table(name = "dispute_event")
class EventRow {

    /** Names an event. */
    @Embeddable
    record Key(@Column(name = "dispute_id") UUID disputeId, int sequence) implements Serializable {}

    @EmbeddedId
    Key key;

    String type;

    Instant at;

    String actor;

    String detail;

    byte[] hash;

    EventListing listing() {
        return new EventListing(key.sequence(), type, at, actor, detail, hash);
    }
}
