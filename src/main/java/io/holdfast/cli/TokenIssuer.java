package io.holdfast.cli;

import io.holdfast.audit.Counted;
import io.holdfast.cli.DoctorCommand.Finding;
import io.holdfast.cli.FirstContact.Answer;
import io.holdfast.gateway.wire.Hindrance;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/**
 * Asks the issuer of bearer tokens for what a start asks it for: its discovery document and its public keys (OpenID Connect Discovery 1.0, sections 3 and 4).
 * While either cannot be had, no token is taken, and nobody signs in by it.
 */
final class TokenIssuer {

    static final String CHECK = "token issuer";

    private static final String OURS = "holdfast.security.oidc.issuer";
    private static final String DESKS_CLIENT = "holdfast.security.oidc.desk.client-id";
    private static final String FRAMEWORKS = "quarkus.oidc.auth-server-url";
    private static final String CERTIFICATES = "quarkus.oidc.tls.tls-configuration-name";
    private static final String TOKENS_ISSUER = "quarkus.oidc.token.issuer";
    private static final String DISCOVERY = "/.well-known/openid-configuration";

    /** What leads the framework another way than this check would go. */
    private static final List<String> OTHER_WAYS = List.of(
            "quarkus.oidc.certificate-chain.trust-store-file",
            "quarkus.oidc.discovery-enabled",
            "quarkus.oidc.jwks-path",
            "quarkus.oidc.provider",
            "quarkus.oidc.proxy.host",
            "quarkus.oidc.proxy.proxy-configuration-name",
            "quarkus.oidc.public-key",
            "quarkus.oidc.tls.key-store-file",
            "quarkus.oidc.tls.trust-store-file",
            "quarkus.oidc.tls.verification");

    private final Config config;
    private final Vertx vertx;
    private final TlsConfigurationRegistry certificates;
    private final ClockCheck clocks;
    private final Duration patience;

    /** @param patience for each of two calls */
    TokenIssuer(
            Config config, Vertx vertx, TlsConfigurationRegistry certificates, ClockCheck clocks, Duration patience) {
        this.config = config;
        this.vertx = vertx;
        this.certificates = certificates;
        this.clocks = clocks;
        this.patience = patience;
    }

    /** Whether bearer tokens are taken at all. */
    boolean isOn() {
        return isOn(config);
    }

    static boolean isOn(Config config) {
        return given(config, FRAMEWORKS).isPresent();
    }

    List<Finding> findings() {
        Optional<String> way =
                OTHER_WAYS.stream().filter(it -> given(it).isPresent()).findFirst();
        if (way.isPresent()) {
            return List.of(Finding.note(
                    CHECK, "not asked: " + way.get() + " leads to it another way", "Try a token on GET /v1/disputes."));
        }
        String address = given(FRAMEWORKS).orElseThrow().strip();
        FirstContact contact = ask(withoutSlash(address) + DISCOVERY);
        return contact.answer()
                .map(answer -> List.of(clocks.of(CHECK, answer), discovered(address, answer)))
                .orElseGet(() -> List.of(unreachable("", contact.hindrance())));
    }

    private Finding discovered(String address, Answer answer) {
        Optional<JsonObject> document = document(answer);
        Optional<String> keys = document.flatMap(it -> text(it, "jwks_uri"));
        if (keys.isEmpty()) {
            return Finding.wrong(
                    CHECK,
                    document.isEmpty()
                            ? "has no discovery document: it answers with status " + answer.status()
                            : "its discovery document has no jwks_uri",
                    answer.status() / 100 == 5
                            ? "Ask who runs it: it has a fault of its own."
                            : "Set " + setting() + " to what " + DISCOVERY + " is appended to, as the issuer says.");
        }
        String name = text(document.orElseThrow(), "issuer").orElse("");
        if (name.contains("{") && given(TOKENS_ISSUER).isEmpty()) {
            return Finding.wrong(
                    CHECK,
                    "calls itself " + name + ", a name that no token has",
                    "Set " + setting() + " to the address of one tenant.");
        }
        boolean isTheSame = name.isEmpty()
                || withoutSlash(name).equals(withoutSlash(address))
                || given(TOKENS_ISSUER).isPresent();
        if (given(DESKS_CLIENT).isPresent()
                && (text(document.orElseThrow(), "authorization_endpoint").isEmpty()
                        || text(document.orElseThrow(), "token_endpoint").isEmpty())) {
            return Finding.wrong(
                    CHECK,
                    "signs nobody in: its discovery document has no authorization_endpoint or no token_endpoint",
                    "Ask who runs it, or take " + DESKS_CLIENT + " out: people then sign in by API keys.");
        }
        return keys(ask(keys.get()), isTheSame ? Optional.empty() : Optional.of(name));
    }

    /** @param other what it calls itself, if that is not what it is called here: the two should be the same (section 4.3) */
    private Finding keys(FirstContact contact, Optional<String> other) {
        if (contact.answer().isEmpty()) {
            return unreachable("its public keys: ", contact.hindrance());
        }
        int count = contact.answer()
                .flatMap(TokenIssuer::document)
                .map(it -> it.getValue("keys") instanceof JsonArray array ? array.size() : 0)
                .orElse(0);
        if (count == 0) {
            return Finding.wrong(
                    CHECK,
                    "names an address for its public keys that has none: it answers with status "
                            + contact.answer().get().status(),
                    "Ask who runs it: without its keys no token is taken.");
        }
        String has = "answers, and has " + Counted.of(count, "public key");
        return other.map(name -> Finding.note(
                        CHECK,
                        has + ", but calls itself " + name,
                        "Only tokens whose iss is that are taken. If that is right, set " + setting() + " to it."))
                .orElseGet(() -> Finding.ok(CHECK, has));
    }

    private static String withoutSlash(String address) {
        return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    }

    private FirstContact ask(String address) {
        Optional<TlsConfiguration> own = given(CERTIFICATES).flatMap(certificates::get);
        try {
            // as the framework does
            return FirstContact.with(new URL(address).toURI(), vertx, own, patience, true);
        } catch (MalformedURLException | URISyntaxException noAddress) {
            return new FirstContact(Optional.empty(), Optional.empty());
        }
    }

    private Finding unreachable(String what, Optional<Hindrance> hindrance) {
        String sentence = hindrance.map(Hindrance::sentence).orElse("no answer");
        String advice = hindrance
                .map(it -> switch (it) {
                    case UNKNOWN_HOST -> "Correct the name in " + setting() + ", or this machine's name service.";
                    case UNTRUSTED, TLS -> "Say by " + CERTIFICATES + " whom to trust (docs/access.md).";
                })
                .orElseGet(() -> "Check " + setting() + ", and whether this machine may connect to it.");
        return Finding.wrong(CHECK, what + "cannot be reached: " + sentence, advice);
    }

    /** The one that an operator wrote. */
    private String setting() {
        return given(OURS).isPresent() ? OURS : FRAMEWORKS;
    }

    private static Optional<JsonObject> document(Answer answer) {
        if (answer.status() != 200) {
            return Optional.empty();
        }
        try {
            return Optional.of(new JsonObject(answer.body()));
        } catch (DecodeException noJson) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(JsonObject document, String field) {
        return document.getValue(field) instanceof String text && !text.isBlank()
                ? Optional.of(text)
                : Optional.empty();
    }

    private Optional<String> given(String property) {
        return given(config, property);
    }

    private static Optional<String> given(Config config, String property) {
        return config.getOptionalValue(property, String.class).filter(it -> !it.isBlank());
    }
}
