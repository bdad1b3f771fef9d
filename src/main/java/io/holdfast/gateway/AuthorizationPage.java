package io.holdfast.gateway;

import java.util.List;
import java.util.Optional;

/**
 * One page of a gateway's live authorizations.
 *
 * @param next where the following page starts; empty on the last one
 */
public record AuthorizationPage(List<AuthorizationView> authorizations, Optional<String> next) {

    public AuthorizationPage {
        authorizations = List.copyOf(authorizations);
    }
}
