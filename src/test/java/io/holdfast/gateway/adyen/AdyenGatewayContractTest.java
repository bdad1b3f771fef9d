package io.holdfast.gateway.adyen;

import io.holdfast.gateway.GatewayContractTest;
import io.holdfast.gateway.GatewayTestProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusTest
@TestProfile(GatewayTestProfile.class)
class AdyenGatewayContractTest extends AdyenCase implements GatewayContractTest {

    @Override
    public void declines() {
        answering(json(200, refused("Refused", "12")));
    }

    @Override
    public void takesItsTime() {
        answering(json(200, payment("Received", 4_999)));
    }

    @Override
    public void hasAFault() {
        answering(json(500, error(500, "905", "internal")));
    }

    @Override
    public void asksForPatience() {
        answering(json(429, error(429, "00_429", "internal")).withHeader("Retry-After", "7"));
    }

    @Override
    public void talksNonsense() {
        answering(json(200, "{\"pspReference\": \"NC6HT9CRT65ZGN82\", \"resultCode\": \"Autho"));
    }

    @Override
    public void approvesAnotherAmount() {
        answering(json(200, payment("Authorised", 5_000)));
    }

    @Override
    public void saysTheSameCallStillRuns() {
        answering(json(422, error(422, "704", "validation")));
    }

    @Override
    public void saysTheKeyCameWithAnotherBody() {
        answering(json(409, error(409, "704", "validation")));
    }

    @Override
    public void refusesTheCredentials() {
        answering(json(401, error(401, "000", "security")));
    }
}
