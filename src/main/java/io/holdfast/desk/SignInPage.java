package io.holdfast.desk;

import io.holdfast.credential.CompanyAccounts;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The page that asks who it is. */
@ApplicationScoped
class SignInPage {

    static final int LONGEST_ADDRESS = 1_000;

    static final String TOO_OFTEN = "Too many tries. Wait a minute, then try again.";

    private final DeskSessions sessions;
    private final CompanyAccounts accounts;
    private final Pages pages;

    SignInPage(DeskSessions sessions, CompanyAccounts accounts, Pages pages) {
        this.sessions = sessions;
        this.accounts = accounts;
        this.pages = pages;
    }

    /**
     * The form for a visitor: what was in the cookie of a session before is gone. A browser that has a form already, in another tab or frame, can use both: they have one cookie.
     *
     * @param note what there is to know; may be null
     * @param problem why they are not signed in; may be null
     * @param to where they wanted to go; in a frame a window of its own is opened for the issuer, which comes back with a ticket for it
     */
    Response of(RoutingContext call, int status, String note, String problem, String to) {
        DeskSession visitor = sessions.visitor(call);
        sessions.write(call, visitor);
        String account = accounts.isOn() ? way(to) : null;
        String inFrame = way(HandoverResource.PATH + "?for=" + Handover.name(visitor));
        return Pages.html(
                status,
                Pages.Templates.signIn(pages.frame("Sign in", visitor.token()), note, problem, to, account, inFrame));
    }

    private static String way(String to) {
        return CompanyAccounts.PATH + "?to=" + URLEncoder.encode(to, StandardCharsets.UTF_8);
    }
}
