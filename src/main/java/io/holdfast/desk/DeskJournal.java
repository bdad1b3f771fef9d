package io.holdfast.desk;

import io.holdfast.audit.AccessEntry;
import io.holdfast.audit.AccessJournal;
import io.holdfast.credential.CompanyAccounts.Person;
import io.holdfast.dispute.model.Dispute;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Tells the access journal who looked at disputes here, and who was turned away. Nothing here waits or fails. */
@ApplicationScoped
class DeskJournal {

    /** As the API's door counts what it refuses. */
    private static final String REFUSED = "holdfast.guard.refused";

    private final AccessJournal journal;
    private final MeterRegistry metrics;

    DeskJournal(AccessJournal journal, MeterRegistry metrics) {
        this.journal = journal;
        this.metrics = metrics;
    }

    /** @param place the page, never as the caller wrote it */
    void read(RoutingContext call, DeskSession session, String place, List<UUID> disputes) {
        if (!disputes.isEmpty()) {
            journal.record(AccessEntry.read(session.name(), source(call), "GET " + place, disputes));
        }
    }

    /** @param session null if nobody is signed in */
    void denied(RoutingContext call, DeskSession session, int status, String reason) {
        journal.record(AccessEntry.denied(actor(session), source(call), status, reason, place(call), List.of()));
    }

    /** Of a person whom the issuer knows, and who may not come in. */
    void denied(RoutingContext call, Person person) {
        journal.record(AccessEntry.denied(person.name(), source(call), 403, "sign_in", place(call), List.of()));
    }

    /** Whether there is this dispute for whoever it is; if not, that is told as it is of a call over the API. */
    boolean reaches(RoutingContext call, DeskSession session, Dispute dispute) {
        if (session.reaches(dispute)) {
            return true;
        }
        foreign(call, session, List.of(dispute.id().value()));
        return false;
    }

    /** As {@link #reaches(RoutingContext, DeskSession, Dispute)}, of all disputes of a call centre. */
    boolean reaches(RoutingContext call, DeskSession session, String callCenter) {
        if (session.reaches(callCenter)) {
            return true;
        }
        foreign(call, session, List.of());
        return false;
    }

    private void foreign(RoutingContext call, DeskSession session, List<UUID> disputes) {
        journal.record(AccessEntry.denied(actor(session), source(call), 404, "call_center", place(call), disputes));
    }

    /** @param session null if nobody is signed in */
    void cardDataRefused(RoutingContext call, DeskSession session) {
        metrics.counter(REFUSED, "field", "desk").increment();
        journal.record(AccessEntry.cardDataRefused(actor(session), source(call), "desk", place(call)));
    }

    private static String actor(DeskSession session) {
        return session == null ? AccessEntry.NOBODY : session.name();
    }

    private static String place(RoutingContext call) {
        return (call.request().method().name().equals("POST") ? "POST " : "GET ") + DeskDoor.DESK;
    }

    static String source(RoutingContext call) {
        SocketAddress remote = call.request().remoteAddress();
        String address = remote == null ? null : remote.hostAddress();
        return address == null ? "unknown" : address;
    }
}
