package io.holdfast.sandbox;

import io.holdfast.gateway.SettableClock;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A sandbox of its own for each test, and somebody who calls it. */
abstract class SandboxCase {

    static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

    final SettableClock clock = new SettableClock(START);

    Sandbox sandbox;
    Caller caller;

    @BeforeEach
    final void start() throws IOException {
        sandbox = Sandbox.start(options());
        caller = new Caller(sandbox.url());
    }

    @AfterEach
    final void stop() {
        sandbox.close();
    }

    SandboxOptions options() {
        return SandboxOptions.defaults().withClock(clock);
    }
}
