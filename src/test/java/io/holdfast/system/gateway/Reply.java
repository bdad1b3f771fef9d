package io.holdfast.system.gateway;

import java.util.Optional;

/**
 * What a key came to: an authorization, answered as it is at that moment, or a lasting no.
 *
 * @param status the code of the first answer and of every replay
 */
record Reply(int status, Optional<String> authorizationId, Optional<String> refusal) {

    static Reply about(int status, String authorizationId) {
        return new Reply(status, Optional.of(authorizationId), Optional.empty());
    }

    static Reply no(int status, String code) {
        return new Reply(status, Optional.empty(), Optional.of(code));
    }
}
