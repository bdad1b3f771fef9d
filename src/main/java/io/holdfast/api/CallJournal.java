package io.holdfast.api;

import io.holdfast.audit.AccessEntry;
import io.holdfast.audit.AccessJournal;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Tells the access journal of calls: who read, and who was turned away. Nothing here waits or fails. */
@ApplicationScoped
public class CallJournal {

    private static final String TOLD = "holdfast.call-told";

    private static final String FIELD = "holdfast.call-field";

    private final AccessJournal journal;

    public CallJournal(AccessJournal journal) {
        this.journal = journal;
    }

    /** A call ended with this problem. Told if it was turned away for who sent it, or for card data in it. */
    public void refused(RoutingContext call, Problem problem) {
        switch (problem.status()) {
            case 401, 403, 429 -> denied(call, problem.status(), problem.code(), List.of());
            case 422 -> {
                if (problem.code().equals(Problems.CARD_DATA_REFUSED) && isFirst(call)) {
                    journal.record(
                            AccessEntry.cardDataRefused(actor(call), source(call), field(call, problem), place(call)));
                }
            }
            default -> {}
        }
    }

    /**
     * A call was turned away for who sent it, though its answer may not show that.
     *
     * @param status as it is answered
     * @param reason in a word or two, for example {@code call_center}
     * @param disputes those it asked for, as far as they are known
     */
    public void denied(RoutingContext call, int status, String reason, List<UUID> disputes) {
        if (isFirst(call)) {
            journal.record(AccessEntry.denied(actor(call), source(call), status, reason, place(call), disputes));
        }
    }

    /** A call was answered with these disputes. Told if a person may be behind it: flows have the role architect alone. */
    void read(RoutingContext call, SecurityIdentity caller, List<UUID> disputes) {
        boolean person = caller.hasRole(Role.AGENT) || caller.hasRole(Role.ADMIN);
        if (person && isFirst(call)) {
            journal.record(AccessEntry.read(caller.getPrincipal().getName(), source(call), place(call), disputes));
        }
    }

    /**
     * Says what is told of the field that had card data, in place of its name. Before a credential was looked at anybody may have chosen that, and entries
     * that differ are not told together.
     */
    static void tellOnly(RoutingContext call, String field) {
        call.put(FIELD, field);
    }

    private static String field(RoutingContext call, Problem problem) {
        String field = call.get(FIELD);
        return field == null ? problem.errors().get(0).field() : field;
    }

    /** One call is told of once, whatever else happens to it. */
    private static boolean isFirst(RoutingContext call) {
        if (call.get(TOLD) != null) {
            return false;
        }
        call.put(TOLD, true);
        return true;
    }

    private static String actor(RoutingContext call) {
        return call.user() instanceof QuarkusHttpUser user
                        && !user.getSecurityIdentity().isAnonymous()
                ? user.getSecurityIdentity().getPrincipal().getName()
                : AccessEntry.NOBODY;
    }

    private static String source(RoutingContext call) {
        SocketAddress remote = call.request().remoteAddress();
        String address = remote == null ? null : remote.hostAddress();
        return address == null ? "unknown" : address;
    }

    /** As the API's description writes it: callers choose addresses. */
    private static String place(RoutingContext call) {
        String method = MethodNames.of(call.request().method().name());
        Object template = ((HttpServerRequestInternal) call.request()).context().getLocal("UrlPathTemplate");
        return method + " " + (template == null ? "/unknown" : template);
    }
}
