package io.holdfast.api;

import io.quarkus.arc.Unremovable;
import io.quarkus.oidc.common.OidcEndpoint;
import io.quarkus.oidc.common.OidcResponseFilter;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;

/** Has a fault of the issuer, where it gives tokens, be none of the code's that it was asked with: the framework makes the same of both. What the issuer wrote into it is not told. */
@ApplicationScoped
@Unremovable
@OidcEndpoint(OidcEndpoint.Type.TOKEN)
public class IssuerFaults implements OidcResponseFilter {

    private static final int FIRST_FAULT = 500;

    @Override
    public Uni<Void> filter(OidcResponseFilterContext answer) {
        return answer.statusCode() < FIRST_FAULT
                ? Uni.createFrom().voidItem()
                : Uni.createFrom().failure(new IOException("its token endpoint answers " + answer.statusCode()));
    }
}
