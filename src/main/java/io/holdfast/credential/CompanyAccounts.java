package io.holdfast.credential;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.Set;

/**
 * Signs people in at a browser by their company's account: the authorization code flow of OpenID Connect (OpenID Connect Core 1.0, section 3.1), with PKCE
 * (RFC 7636). A browser comes to one address, {@link #PATH}, twice: to be sent to the issuer, and back from it.
 */
public interface CompanyAccounts {

    /** Where the browser begins, and where the issuer sends it back to. */
    String PATH = "/desk/sign-in/openid";

    /** Whether an issuer is configured for it. */
    boolean isOn();

    /** What comes next for a browser that is at {@link #PATH}. Never fails. */
    Uni<Step> next(RoutingContext call);

    /** What comes next. */
    interface Step {}

    /**
     * The browser goes to the issuer.
     *
     * @param address absolute
     */
    record GoThere(String address) implements Step {}

    /**
     * The issuer has said who it is.
     *
     * @param name the actor that a story tells; no API key can have it
     * @param roles what the person may do
     * @param callCenters whose disputes there are for the person; empty if of all
     */
    record Person(String name, Set<String> roles, Optional<Set<String>> callCenters) implements Step {}

    /** Nobody is signed in, and a page has to say why. */
    enum Refused implements Step {
        /** The issuer said no, or the person changed their mind there. */
        NOT_LET_IN,
        /** The browser came back without the cookie that it was sent away with: too late, or it keeps none. */
        NOT_ASKED,
        /** No answer, or none that is of use, could be had of the issuer. */
        ISSUER_AWAY,
        /** What the issuer said is not good. */
        NOT_GOOD,
        /** This person was here too often. */
        TOO_OFTEN
    }
}
