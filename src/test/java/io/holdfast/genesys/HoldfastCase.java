package io.holdfast.genesys;

import io.holdfast.sandbox.Authorization;
import io.holdfast.sandbox.LedgerSnapshot;
import io.holdfast.sandbox.Sandbox;
import io.holdfast.sandbox.SandboxOptions;
import io.quarkus.test.common.http.TestHTTPResource;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Holdfast running, the sandbox as its gateway, and the line to it. */
abstract class HoldfastCase {

    @TestHTTPResource("/")
    URI address;

    @Inject
    CircuitBreakerMaintenance breakers;

    Line holdfast;
    private Sandbox sandbox;

    @BeforeEach
    void connect() throws IOException {
        breakers.resetAll();
        startGateway();
        holdfast = Line.to(address);
    }

    @AfterEach
    void stopGateway() {
        sandbox.close();
    }

    private void startGateway() throws IOException {
        sandbox = Sandbox.start(SandboxOptions.defaults().withPort(Installation.sandboxPort()));
    }

    /** What the gateway has in its books for a dispute. */
    List<Authorization> authorizations(String disputeId) {
        return sandbox.ledger(disputeId).authorizations().stream()
                .map(LedgerSnapshot.Line::authorization)
                .toList();
    }
}
