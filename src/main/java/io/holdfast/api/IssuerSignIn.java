package io.holdfast.api;

import io.holdfast.credential.CompanyAccounts;
import io.holdfast.trace.SeldomLine;
import io.quarkus.oidc.OIDCException;
import io.quarkus.oidc.runtime.OidcAuthenticationMechanism;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jose4j.jwt.consumer.InvalidJwtException;

/** Has the framework walk the code flow, whose tenant {@code desk} {@link OidcSource} sets up, and says in our words what came of it. */
@ApplicationScoped
class IssuerSignIn implements CompanyAccounts {

    private static final Logger LOG = Logger.getLogger(IssuerSignIn.class);

    private static final SeldomLine NOT_DONE = new SeldomLine(LOG);

    /** The issuer is asked for tokens, and perhaps for a key that it made a moment ago; a person waits. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Of the framework's own session, which is not begun: the page has one of its own. */
    private static final String FRAMEWORKS_SESSION = "q_session_desk";

    /** As the specifications write them (RFC 6749, 4.1.2.1); it comes by way of the browser, which may bring anything. */
    private static final Pattern ERROR = Pattern.compile("[a-z_]{1,64}");

    private static final int LONGEST_REASON = 300;
    private static final int MOST_CAUSES = 16;

    private final OidcAuthenticationMechanism tokens;
    private final IdentityProviderManager identities;
    private final IssuerKeys keys;
    private final boolean on;

    IssuerSignIn(
            OidcAuthenticationMechanism tokens,
            IdentityProviderManager identities,
            IssuerKeys keys,
            SecuritySettings settings) {
        this.tokens = tokens;
        this.identities = identities;
        this.keys = keys;
        this.on = settings.oidc().desk().clientId().filter(it -> !it.isBlank()).isPresent();
    }

    @Override
    public boolean isOn() {
        return on;
    }

    @Override
    public Uni<Step> next(RoutingContext call) {
        return tokens.authenticate(call, identities)
                .chain(identity ->
                        identity == null ? goThere(call) : Uni.createFrom().item(person(identity)))
                .invoke(() -> call.response().removeCookies(FRAMEWORKS_SESSION, false))
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .onFailure()
                .recoverWithItem(failure -> refused(call, failure));
    }

    private Uni<Step> goThere(RoutingContext call) {
        if (isBack(call)) {
            // Sent there once more it would come back the same way, and so for ever.
            return Uni.createFrom().item(Refused.NOT_ASKED);
        }
        return tokens.getChallenge(call).map(IssuerSignIn::address);
    }

    private static Step address(ChallengeData challenge) {
        return challenge.getHeaders().entrySet().stream()
                .filter(header -> HttpHeaders.LOCATION
                        .toString()
                        .equalsIgnoreCase(header.getKey().toString()))
                .findFirst()
                .<Step>map(header -> new GoThere(header.getValue()))
                .orElse(Refused.NOT_ASKED);
    }

    private static boolean isBack(RoutingContext call) {
        return Stream.of("state", "code", "error").anyMatch(call.queryParams()::contains);
    }

    /** {@link Callers} has given the identity its name, roles and call centres. */
    private static Step person(SecurityIdentity identity) {
        return new Person(
                identity.getPrincipal().getName(),
                identity.getRoles(),
                CallCenters.of(identity).only());
    }

    private Step refused(RoutingContext call, Throwable failure) {
        if (call.queryParams().contains("error")) {
            String error = call.queryParams().get("error");
            NOT_DONE.write("a sign-in by the company's account was not completed, as the issuer said: "
                    + (ERROR.matcher(error).matches() ? error : "what is no error code"));
            return Refused.NOT_LET_IN;
        }
        if (causes(failure).anyMatch(Refusal.class::isInstance)) {
            return Refused.TOO_OFTEN;
        }
        boolean away = causes(failure).anyMatch(it -> it instanceof IOException || it instanceof TimeoutException)
                || failure instanceof OIDCException
                || keys.mayHaveThatOf(failure);
        NOT_DONE.write("a sign-in by the company's account was not completed, as "
                + (away ? "the issuer could not be asked: " : "what came of it is not good: ") + reason(failure));
        LOG.debug("a sign-in by the company's account was not completed", failure);
        return away ? Refused.ISSUER_AWAY : Refused.NOT_GOOD;
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, it -> it != null, Throwable::getCause).limit(MOST_CAUSES);
    }

    /** In a line. A token that is not good would be in its message with all that it says of a person. */
    private static String reason(Throwable failure) {
        Optional<String> ofToken = cause(failure, InvalidJwtException.class::isInstance)
                .map(InvalidJwtException.class::cast)
                .map(bad -> bad.getErrorDetails().stream()
                        .map(detail -> detail.getErrorCode() + " " + detail.getErrorMessage())
                        .collect(Collectors.joining("; ")));
        String reason = ofToken.orElseGet(() -> causes(failure)
                .reduce((one, next) -> next)
                .map(Throwable::toString)
                .orElse(""));
        String line = reason.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON);
    }

    private static Optional<Throwable> cause(Throwable failure, Predicate<Throwable> wanted) {
        return causes(failure).filter(wanted).findFirst();
    }
}
