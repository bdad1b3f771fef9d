package io.holdfast.gateway.erp;

import io.holdfast.gateway.GatewayContractTest;
import io.holdfast.gateway.GatewayTestProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusTest
@TestProfile(GatewayTestProfile.class)
class ErpGatewayContractTest extends ErpCase implements GatewayContractTest {

    @Override
    public void declines() {
        answering(json(402, declined("insufficient_funds")));
    }

    @Override
    public void takesItsTime() {
        answering(json(202, authorization("pending", "49.99")));
    }

    @Override
    public void hasAFault() {
        answering(json(500, declined("insufficient_funds")));
    }

    @Override
    public void asksForPatience() {
        answering(json(429, error("rate_limited")).withHeader("Retry-After", "7"));
    }

    @Override
    public void talksNonsense() {
        answering(json(201, "{\"id\": \"auth_1\", \"status\": \"auth"));
    }

    @Override
    public void approvesAnotherAmount() {
        answering(json(201, authorization("authorized", "50.00")));
    }

    @Override
    public void saysTheSameCallStillRuns() {
        answering(json(409, error("in_flight")));
    }

    @Override
    public void saysTheKeyCameWithAnotherBody() {
        answering(json(422, error("idempotency_key_reused")));
    }

    @Override
    public void refusesTheCredentials() {
        answering(json(401, error("unauthorized")));
    }
}
