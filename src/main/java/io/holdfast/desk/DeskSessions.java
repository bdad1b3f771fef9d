package io.holdfast.desk;

import io.holdfast.credential.ApiCredentials;
import io.holdfast.credential.CompanyAccounts;
import io.holdfast.secret.SessionSealer;
import io.holdfast.settings.BadSetting;
import io.quarkus.runtime.Startup;
import io.vertx.core.http.Cookie;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/** Reads and writes the session's cookie. Replicas remember nothing: what is sealed with the installation's keyset is good at each of them. */
@Startup
@ApplicationScoped
class DeskSessions {

    private static final String COOKIE = "holdfast-desk";

    /** A cookie of this name is taken by browsers only from this very host, over TLS (RFC 6265bis, 4.1.3.2). */
    private static final String SECURE_COOKIE = "__Host-" + COOKIE;

    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(1);

    /** A sign-in form that is left open for longer has to be loaded again. */
    private static final Duration VISIT = Duration.ofHours(1);

    /** As long as the framework remembers whom it has sent to the issuer. */
    private static final Duration WAY = Duration.ofMinutes(5);

    private static final String WAY_COOKIE = "holdfast-desk-way";

    private static final int TOKEN_BYTES = 18;

    private final SessionSealer sealer;
    private final ApiCredentials credentials;
    private final CompanyAccounts accounts;
    private final DeskSettings settings;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    /** @throws BadSetting if a duration is out of range */
    DeskSessions(
            SessionSealer sealer,
            ApiCredentials credentials,
            CompanyAccounts accounts,
            DeskSettings settings,
            Clock clock) {
        this.sealer = sealer;
        this.credentials = credentials;
        this.accounts = accounts;
        this.settings = settings;
        this.clock = clock;
        require("holdfast.desk.idle", settings.idle());
        require("holdfast.desk.longest-session", settings.longestSession());
        if (settings.lapsingWithin().isNegative()) {
            throw new BadSetting("holdfast.desk.lapsing-within", "must be 0s or more");
        }
    }

    /** Who has signed in at this browser and may still look. */
    Optional<DeskSession> signedIn(RoutingContext call) {
        return sealed(call)
                .filter(session -> session.kind() != DeskSession.Kind.VISITOR)
                .flatMap(this::stillGood);
    }

    /** Whether the session goes on: in use, not too old, and what is behind it still good. The issuer is not asked again: a person's roles are those of the sign-in. */
    Optional<DeskSession> stillGood(DeskSession session) {
        if (!isInUse(session) || !clock.instant().isBefore(session.began().plus(settings.longestSession()))) {
            return Optional.empty();
        }
        Optional<DeskSession> now = session.kind() == DeskSession.Kind.API_KEY
                ? credentials.holderNow(session.name(), session.fingerprint()).map(session::heldBy)
                : Optional.of(session).filter(any -> accounts.isOn());
        return now.filter(good -> DeskSession.mayLook(good.roles()));
    }

    /** Whoever a form was sent to, signed in or not. */
    Optional<DeskSession> formHolder(RoutingContext call) {
        return sealed(call);
    }

    /** Who is here to sign in: the one who was here for it before, or a new one. */
    DeskSession visitor(RoutingContext call) {
        return sealed(call)
                .filter(session -> session.kind() == DeskSession.Kind.VISITOR)
                .map(before -> before.usedAt(clock.instant()))
                .orElseGet(() -> DeskSession.visitor(newToken(), clock.instant()));
    }

    DeskSession newSession(ApiCredentials.Holder holder) {
        return DeskSession.ofKey(holder, newToken(), clock.instant());
    }

    DeskSession newSession(CompanyAccounts.Person person) {
        return DeskSession.ofPerson(person, newToken(), clock.instant());
    }

    /** The same person at another place, whose forms have a token of their own. */
    DeskSession again(DeskSession session) {
        return session.withToken(newToken());
    }

    /** Renews the cookie, unless that was done a moment ago. */
    void renew(RoutingContext call, DeskSession session) {
        Instant now = clock.instant();
        if (now.isAfter(session.used().plus(settings.idle().dividedBy(10)))) {
            write(call, session.usedAt(now));
        }
    }

    void write(RoutingContext call, DeskSession session) {
        Duration life = session.kind() == DeskSession.Kind.VISITOR ? VISIT : settings.idle();
        cookie(call, sealer.sealSession(session.text()), life.toSeconds());
    }

    void end(RoutingContext call) {
        cookie(call, "", 0);
    }

    /** Where somebody wanted to go who is sent to the issuer; comes back with them. */
    void keepWay(RoutingContext call, String to) {
        way(call, URLEncoder.encode(to, StandardCharsets.UTF_8), WAY.toSeconds());
    }

    /** Takes what {@link #keepWay} kept; the desk if that is nothing. */
    String takeWay(RoutingContext call) {
        Cookie cookie = call.request().getCookie(WAY_COOKIE);
        way(call, "", 0);
        try {
            return cookie == null
                    ? DeskDoor.DESK
                    : Desk.localAddress(URLDecoder.decode(cookie.getValue(), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notOurs) {
            return DeskDoor.DESK;
        }
    }

    /** The issuer's page sends the browser back, which is a way that Lax lets it through. */
    private static void way(RoutingContext call, String value, long seconds) {
        String cookie = WAY_COOKIE + "=" + value + "; Path=" + CompanyAccounts.PATH + "; Max-Age=" + seconds
                + "; HttpOnly; SameSite=Lax" + (isSecure(call) ? "; Secure" : "");
        call.response().headers().add("Set-Cookie", cookie);
    }

    private Optional<DeskSession> sealed(RoutingContext call) {
        Cookie cookie = call.request().getCookie(isSecure(call) ? SECURE_COOKIE : COOKIE);
        if (cookie == null) {
            return Optional.empty();
        }
        return sealer.openSession(cookie.getValue()).flatMap(DeskSession::parse).filter(this::isInUse);
    }

    private boolean isInUse(DeskSession session) {
        Duration idle = session.kind() == DeskSession.Kind.VISITOR ? VISIT : settings.idle();
        return clock.instant().isBefore(session.used().plus(idle));
    }

    /**
     * Inside Genesys' desktop the page is a stranger's frame: only a cookie that says None is sent there, and one that is partitioned is kept where
     * browsers keep no others. Both need TLS; without it, as in the demo, the cookie is for this site alone.
     */
    private static void cookie(RoutingContext call, String value, long seconds) {
        String cookie = isSecure(call)
                ? SECURE_COOKIE + "=" + value + "; Path=/; Max-Age=" + seconds
                        + "; HttpOnly; Secure; SameSite=None; Partitioned"
                : COOKIE + "=" + value + "; Path=/desk; Max-Age=" + seconds + "; HttpOnly; SameSite=Lax";
        call.response().headers().add("Set-Cookie", cookie);
    }

    private static boolean isSecure(RoutingContext call) {
        return Outside.isSecure(call.request());
    }

    private String newToken() {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static void require(String property, Duration value) {
        if (value.compareTo(SHORTEST) < 0 || value.compareTo(LONGEST) > 0) {
            throw new BadSetting(property, "must be from 1m to 24h");
        }
    }
}
