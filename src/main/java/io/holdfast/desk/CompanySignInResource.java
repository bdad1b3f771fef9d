package io.holdfast.desk;

import io.holdfast.credential.CompanyAccounts;
import io.holdfast.credential.CompanyAccounts.GoThere;
import io.holdfast.credential.CompanyAccounts.Person;
import io.holdfast.credential.CompanyAccounts.Refused;
import io.holdfast.credential.CompanyAccounts.Step;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.Cancellable;

/** Signs people in by their company's account: a browser comes here to be sent to the issuer, and back from it. */
@Path(CompanyAccounts.PATH)
@PermitAll
public class CompanySignInResource {

    private static final Logger LOG = Logger.getLogger(CompanySignInResource.class);

    /** Of an answer of the issuer; whoever begins has none. */
    private static final String STATE = "state";

    private final Desk desk;
    private final DeskSessions sessions;
    private final CompanyAccounts accounts;
    private final SignInPace pace;
    private final SignInPage page;
    private final DeskJournal journal;

    CompanySignInResource(
            Desk desk,
            DeskSessions sessions,
            CompanyAccounts accounts,
            SignInPace pace,
            SignInPage page,
            DeskJournal journal) {
        this.desk = desk;
        this.sessions = sessions;
        this.accounts = accounts;
        this.pace = pace;
        this.page = page;
        this.journal = journal;
    }

    @GET
    @Cancellable(false)
    public Uni<Response> signIn(@Context RoutingContext call) {
        return desk.answerAnyone(call, () -> {
            if (!accounts.isOn()) {
                throw DeskRefusal.notFound();
            }
            String to = wanted(call);
            if (!pace.mayTry(DeskJournal.source(call))) {
                journal.denied(call, null, 429, "sign_in");
                return Uni.createFrom().item(page.of(call, 429, null, SignInPage.TOO_OFTEN, to));
            }
            return accounts.next(call).map(step -> answer(call, step, to));
        });
    }

    private String wanted(RoutingContext call) {
        Form query = Form.parse(call.request().query());
        return query.has(STATE)
                ? sessions.takeWay(call)
                : query.text("to", SignInPage.LONGEST_ADDRESS)
                        .map(Desk::localAddress)
                        .orElse(DeskDoor.DESK);
    }

    private Response answer(RoutingContext call, Step step, String to) {
        if (step instanceof GoThere there) {
            sessions.keepWay(call, to);
            return Desk.goTo(there.address());
        }
        if (step instanceof Person person) {
            return DeskSession.mayLook(person.roles()) ? signedIn(call, person, to) : mayNot(call, person, to);
        }
        return refused(call, (Refused) step, to);
    }

    private Response signedIn(RoutingContext call, Person person, String to) {
        DeskSession session = sessions.newSession(person);
        if (!session.fits()) {
            journal.denied(call, person);
            return page.of(
                    call, 403, null, "Your account names more call centres than a browser can keep for it here.", to);
        }
        LOG.infof("%s signed in at the desk", person.name());
        sessions.write(call, session);
        return Desk.goTo(to);
    }

    private Response mayNot(RoutingContext call, Person person, String to) {
        journal.denied(call, person);
        return page.of(call, 403, null, "Your account may not see disputes: it needs the role agent or admin.", to);
    }

    private Response refused(RoutingContext call, Refused why, String to) {
        if (why == Refused.NOT_ASKED && sessions.signedIn(call).isPresent()) {
            // The browser's own button leads back here, or to an issuer that sends it here: that signs nobody out.
            return Desk.goTo(to);
        }
        if (why == Refused.NOT_GOOD) {
            pace.failed(DeskJournal.source(call));
        }
        int status = switch (why) {
            case ISSUER_AWAY -> 503;
            case TOO_OFTEN -> 429;
            case NOT_LET_IN, NOT_ASKED, NOT_GOOD -> 401;
        };
        String words = switch (why) {
            case NOT_LET_IN -> "Your company's sign-in did not let you in.";
            case NOT_ASKED -> "That took too long, or this browser keeps no cookies here. Try again.";
            case ISSUER_AWAY -> "Your company's sign-in does not answer as it should. Try again in a moment.";
            case NOT_GOOD ->
                "Your company's sign-in could not be completed. Try again; if that does not help,"
                        + " whoever runs Holdfast finds the reason in its log.";
            case TOO_OFTEN -> SignInPage.TOO_OFTEN;
        };
        if (status != 503) {
            journal.denied(call, null, status, "sign_in");
        }
        return page.of(call, status, null, words, to);
    }
}
