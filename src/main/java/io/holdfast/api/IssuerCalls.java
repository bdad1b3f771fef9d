package io.holdfast.api;

import io.quarkus.arc.Unremovable;
import io.quarkus.oidc.common.OidcRequestFilter;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Ends calls to an issuer that hangs: each would keep one of a few connections, and without one left no key could ever be fetched again. */
@ApplicationScoped
@Unremovable
public class IssuerCalls implements OidcRequestFilter {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @Override
    public Uni<Void> filter(OidcRequestFilterContext call) {
        call.request().timeout(TIMEOUT.toMillis());
        return Uni.createFrom().voidItem();
    }
}
