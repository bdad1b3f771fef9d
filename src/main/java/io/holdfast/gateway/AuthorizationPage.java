package io.holdfast.gateway;

import java.util.List;
import java.util.Optional;

/**
 * One page of a gateway's live authorizations.
 *
 * @param next where the following page starts; empty on the last one
 * @param unreadable what is on it and cannot be read, as far as a person needs to find it at the gateway: it may be a hold
 */
public record AuthorizationPage(
        List<AuthorizationView> authorizations, Optional<String> next, List<String> unreadable) {

    public AuthorizationPage {
        authorizations = List.copyOf(authorizations);
        unreadable = List.copyOf(unreadable);
    }
}
