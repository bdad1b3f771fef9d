package io.holdfast.api;

import io.quarkus.security.identity.SecurityIdentity;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/**
 * The call centres whose disputes a credential may touch.
 *
 * @param only empty if it may touch all
 */
record CallCenters(Optional<Set<String>> only) {

    /** No restriction. */
    static final CallCenters ALL = new CallCenters(Optional.empty());

    /** Of the identity, for whoever has it. */
    static final String ATTRIBUTE = "holdfast.call-centers";

    static CallCenters of(Collection<String> only) {
        return new CallCenters(Optional.of(Set.copyOf(only)));
    }

    static CallCenters of(SecurityIdentity caller) {
        CallCenters callCenters = caller.getAttribute(ATTRIBUTE);
        return callCenters == null ? ALL : callCenters;
    }

    boolean isRestricted() {
        return only.isPresent();
    }

    boolean covers(String callCenterId) {
        return only.isEmpty() || only.get().contains(callCenterId);
    }

    /** For a request that names none: the installation's, or the only one that the credential is for. */
    String preferred(String installations) {
        return only.filter(centers -> centers.size() == 1)
                .map(centers -> centers.iterator().next())
                .orElse(installations);
    }

    /** @throws Refusal if nothing may be opened there */
    void requireForOpening(String callCenterId) {
        if (!covers(callCenterId)) {
            throw new Refusal(
                    only.filter(Set::isEmpty).isPresent() ? Problems.noCallCenter() : Problems.otherCallCenter());
        }
    }
}
