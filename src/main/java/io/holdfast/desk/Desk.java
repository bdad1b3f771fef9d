package io.holdfast.desk;

import io.holdfast.store.DatabaseOutage;
import io.holdfast.store.pages.UnknownCursor;
import io.holdfast.trace.SeldomLine;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** What all the desk's resources do alike: ask who it is, see that a form is ours, and answer what goes wrong with a page. */
@ApplicationScoped
class Desk {

    private static final Logger LOG = Logger.getLogger(Desk.class);

    private static final SeldomLine AWAY = new SeldomLine(LOG);

    static final String SIGN_IN = "/desk/sign-in";

    /** Of the way to sign in: somebody was amid a decision, and has to be told that nothing came of it. */
    static final String UNDONE = "undone";

    private static final String DISPUTES = "/desk/disputes/";

    /** More than any form has. */
    private static final int MOST_BYTES = 8 * 1024;

    private final DeskSessions sessions;
    private final Pages pages;
    private final DeskJournal journal;

    Desk(DeskSessions sessions, Pages pages, DeskJournal journal) {
        this.sessions = sessions;
        this.pages = pages;
        this.journal = journal;
    }

    /** For those who are signed in; the others are asked to. */
    Uni<Response> answer(RoutingContext call, Function<DeskSession, Uni<Response>> page) {
        Optional<DeskSession> session = sessions.signedIn(call);
        if (session.isEmpty()) {
            return Uni.createFrom().item(askToSignIn(call));
        }
        if (!asksByItself(call)) {
            sessions.renew(call, session.get());
        }
        return guarded(call, session.get(), () -> page.apply(session.get()));
    }

    /** A page that waits for a dispute asks again and again, whether or not anybody sits in front of it. All other pieces are asked for by a hand. */
    private static boolean asksByItself(RoutingContext call) {
        return isPiece(call) && call.request().path().equals(DeskDoor.DESK);
    }

    /** For everybody. */
    Uni<Response> answerAnyone(RoutingContext call, Supplier<Uni<Response>> page) {
        return guarded(call, null, page);
    }

    /**
     * The fields of a form that changes something.
     *
     * @throws DeskRefusal if it did not come from our own page
     */
    static Form form(RoutingContext call, byte[] body, DeskSession holder) {
        requireOurOrigin(call.request());
        Form form = fields(body);
        String token = form.text(Form.TOKEN, 64).orElse("");
        if (!MessageDigest.isEqual(
                token.getBytes(StandardCharsets.UTF_8), holder.token().getBytes(StandardCharsets.UTF_8))) {
            throw DeskRefusal.foreignForm();
        }
        return form;
    }

    /** The fields of a form that changes nothing. */
    static Form fields(byte[] body) {
        if (body != null && body.length > MOST_BYTES) {
            throw DeskRefusal.tooLarge();
        }
        return Form.parse(body == null ? "" : new String(body, StandardCharsets.UTF_8));
    }

    /** Browsers say where a request comes from. The token would be enough; two locks are better on a door to money. */
    private static void requireOurOrigin(HttpServerRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            if (!site.equals("same-origin")) {
                throw DeskRefusal.foreignForm();
            }
            return;
        }
        String origin = request.getHeader("Origin");
        if (origin != null && !Outside.isOrigin(origin, request)) {
            throw DeskRefusal.foreignForm();
        }
    }

    static boolean isPiece(RoutingContext call) {
        return "true".equals(call.request().getHeader("HX-Request"));
    }

    /** Relative (RFC 9110, 10.2.2): what the outside calls this host, a proxy knows better. */
    static Response goTo(String address) {
        return Response.status(303).header("Location", address).build();
    }

    private static Response askToSignIn(RoutingContext call) {
        boolean looking = call.request().method().name().equals("GET");
        boolean deciding = (isPiece(call) || !looking) && call.request().path().startsWith(DISPUTES);
        String back = looking && !isPiece(call) ? call.request().uri() : currentPage(call);
        if (deciding && !isPiece(call)) {
            back = disputeOf(call.request().path());
        }
        String address = SIGN_IN + "?to=" + URLEncoder.encode(back, StandardCharsets.UTF_8)
                + (deciding ? "&" + UNDONE + "=1" : "");
        // A piece of a page cannot be redirected: the script is told to load the whole.
        return isPiece(call)
                ? Response.status(401).header("HX-Redirect", address).build()
                : goTo(address);
    }

    /** Without scripts nobody says from which page a decision came; but its address is below its dispute's. */
    private static String disputeOf(String decision) {
        return localAddress(decision.substring(0, decision.lastIndexOf('/')));
    }

    /** The page that a piece is asked for from, as the browser's script says; the desk if it says nothing that can be read. */
    static String currentPage(RoutingContext call) {
        String page = call.request().getHeader("HX-Current-URL");
        try {
            return page == null ? DeskDoor.DESK : localAddress(URI.create(page).getRawPath() + query(URI.create(page)));
        } catch (IllegalArgumentException malformed) {
            return DeskDoor.DESK;
        }
    }

    private static String query(URI page) {
        return page.getRawQuery() == null ? "" : "?" + page.getRawQuery();
    }

    /** Only what is ours: nobody is sent elsewhere by an address that somebody else made. */
    static String localAddress(String wanted) {
        boolean ours = wanted.matches("/desk([/?][\\x21-\\x7e]*)?") && !wanted.contains("\\") && !wanted.contains("//");
        return ours && wanted.length() <= 1_000 ? wanted : DeskDoor.DESK;
    }

    private Uni<Response> guarded(RoutingContext call, DeskSession session, Supplier<Uni<Response>> page) {
        return Uni.createFrom()
                .deferred(() -> page.get())
                .onFailure()
                .recoverWithItem(failure -> refusalPage(call, session, failure));
    }

    Response refusalPage(RoutingContext call, DeskSession session, Throwable failure) {
        DeskRefusal refusal = refusal(failure);
        String name = call.response().headers().get("X-Request-Id");
        if (refusal.status() == 500) {
            LOG.errorf(failure, "request %s failed", name);
        } else if (refusal.status() == 503) {
            AWAY.write("request " + name + " found the database away: " + failure);
        }
        if (refusal.isAboutCardData()) {
            journal.cardDataRefused(call, session);
        } else if (refusal.status() == 403) {
            journal.denied(call, session, 403, "desk");
        }
        String reference = refusal.status() >= 500 ? name : null;
        return isPiece(call)
                ? pages.piece(refusal, reference)
                : Pages.html(refusal.status(), pages.message(refusal, session, reference));
    }

    private static DeskRefusal refusal(Throwable failure) {
        if (failure instanceof DeskRefusal refusal) {
            return refusal;
        }
        if (failure instanceof UnknownCursor) {
            return DeskRefusal.malformed();
        }
        return DatabaseOutage.isBehind(failure) ? DeskRefusal.unavailable() : DeskRefusal.broken();
    }

    static void noBuffering(HttpServerResponse response) {
        // nginx would keep events back until it has a buffer full of them.
        response.putHeader("X-Accel-Buffering", "no");
    }
}
