package io.holdfast.sandbox;

import java.time.Duration;

/**
 * The one client that may call when OAuth is on.
 *
 * @param tokenLifetime how long an access token is good, at least a second
 */
public record OauthClient(String clientId, String clientSecret, Duration tokenLifetime) {

    public OauthClient {
        if (clientId.isBlank() || clientSecret.isBlank()) {
            throw new IllegalArgumentException("client id and client secret must not be blank");
        }
        if (tokenLifetime.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("a token must live for at least a second");
        }
    }

    /** A client whose tokens live for an hour. */
    public static OauthClient of(String clientId, String clientSecret) {
        return new OauthClient(clientId, clientSecret, Duration.ofHours(1));
    }

    /** The id alone: the secret stays out of logs. */
    @Override
    public String toString() {
        return "OauthClient[" + clientId + "]";
    }
}
