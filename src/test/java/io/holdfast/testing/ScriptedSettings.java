package io.holdfast.testing;

import io.holdfast.gateway.GatewaySettings;
import java.time.Duration;

/** The settings of gateways where there is only a {@link ScriptedGateway}, that nobody waits for for long. */
public record ScriptedSettings(int maxConcurrent) implements GatewaySettings {

    @Override
    public String defaultName() {
        return ScriptedGateway.NAME;
    }

    @Override
    public Duration timeout() {
        return Duration.ofSeconds(1);
    }

    @Override
    public Duration credentialPause() {
        return Duration.ofSeconds(30);
    }
}
