package io.holdfast.system.gateway;

import java.util.Optional;

/**
 * What a key came to: an authorization, answered as it is at that moment, a fresh payment method, or a lasting no.
 *
 * @param status the code of the first answer and of every replay
 */
record Reply(int status, Optional<String> authorizationId, Optional<String> refusal, Optional<String> freshToken) {

    static Reply about(int status, String authorizationId) {
        return new Reply(status, Optional.of(authorizationId), Optional.empty(), Optional.empty());
    }

    static Reply no(int status, String code) {
        return new Reply(status, Optional.empty(), Optional.of(code), Optional.empty());
    }

    static Reply token(String fresh) {
        return new Reply(200, Optional.empty(), Optional.empty(), Optional.of(fresh));
    }
}
