package io.holdfast.genesys;

import io.holdfast.sandbox.Authorization;
import io.holdfast.sandbox.LedgerSnapshot;
import io.holdfast.sandbox.Sandbox;
import io.holdfast.sandbox.SandboxOptions;
import io.holdfast.testing.WithGateways;
import io.quarkus.test.common.http.TestHTTPResource;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;

/** Holdfast running, the sandbox as its gateway, and the line to it. */
abstract class HoldfastCase {

    @TestHTTPResource("/")
    URI address;

    @Inject
    CircuitBreakerMaintenance breakers;

    Line holdfast;
    private static Sandbox sandbox;

    @BeforeEach
    void connect() throws IOException {
        if (sandbox == null) {
            sandbox = Sandbox.start(SandboxOptions.defaults().withPort(WithGateways.sandboxPort()));
        }
        // What an earlier test did to the gateway is forgotten.
        breakers.resetAll();
        holdfast = Line.to(address);
    }

    /** The next test has another one. */
    @AfterAll
    static void stopGateway() {
        if (sandbox != null) {
            sandbox.close();
            sandbox = null;
        }
    }

    /** What the gateway has in its books for a dispute. */
    List<Authorization> authorizations(String disputeId) {
        return sandbox.ledger(disputeId).authorizations().stream()
                .map(LedgerSnapshot.Line::authorization)
                .toList();
    }
}
