package io.holdfast.api;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who may call. */
@ConfigMapping(prefix = "holdfast.security")
public interface SecuritySettings {

    /** API keys by the name that the story of a dispute tells. */
    Map<String, ApiKey> apiKeys();

    OpenIdConnect oidc();

    /** One API key. */
    interface ApiKey {

        /** SHA-256 of the key, in hexadecimal digits; the key itself is nowhere in the configuration. */
        Optional<String> sha256();

        /** Of {@link Role}. */
        Optional<List<String>> roles();

        /** The call centres whose disputes it may touch; all, if it is not set. */
        Optional<List<String>> callCenters();

        /** In place of {@code holdfast.limits.credential-rate}: requests a second. */
        Optional<Integer> rate();
    }

    /** Bearer tokens of an OpenID Connect issuer; off while none is configured. */
    interface OpenIdConnect {

        /** Its address, below which {@code .well-known/openid-configuration} is. */
        Optional<String> issuer();

        /** What tokens for Holdfast say in {@code aud}; one of these. */
        Optional<List<String>> audience();

        /** Where a token has its roles: a claim, or a path with slashes into one; of several the first that a token has. */
        Optional<List<String>> rolesClaim();

        /** Where a token has the name that the story tells; {@code upn}, {@code preferred_username} or {@code sub}, if it is not set. */
        Optional<String> principalClaim();

        /** Where a token says which call centres it is for; {@code *} is all. If it is not set, every token is for all. */
        Optional<String> callCentersClaim();

        DeskClient desk();
    }

    /** Holdfast as a client of the issuer, by which people sign in at the agent's page; off while it has no name there. */
    interface DeskClient {

        /** The client's name at the issuer. */
        Optional<String> clientId();

        /** Its password there; a public client has none. */
        Optional<String> clientSecret();

        /** What browsers call this installation: the issuer sends people back to {@link io.holdfast.credential.CompanyAccounts#PATH} below it. */
        Optional<String> address();

        /** What is asked of the issuer besides {@code openid}. */
        @WithDefault("profile")
        List<String> scopes();

        @WithDefault("id-token")
        RolesFrom rolesFrom();
    }

    /** The token of a sign-in that tells the roles. */
    enum RolesFrom {
        ID_TOKEN,
        ACCESS_TOKEN
    }
}
