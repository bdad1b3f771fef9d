package io.holdfast.gateway.stripe;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;

import io.holdfast.gateway.GatewayContractTest;
import io.holdfast.gateway.GatewayTestProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusTest
@TestProfile(GatewayTestProfile.class)
class StripeGatewayContractTest extends StripeCase implements GatewayContractTest {

    @Override
    public void declines() {
        answering(json(402, cardError("card_declined", "insufficient_funds")));
    }

    @Override
    public void takesItsTime() {
        answering(okJson(intent("processing")));
    }

    @Override
    public void hasAFault() {
        answering(json(500, error("api_error", "", "")));
    }

    @Override
    public void asksForPatience() {
        answering(json(429, error("invalid_request_error", "rate_limit", "")).withHeader("Retry-After", "7"));
    }

    @Override
    public void talksNonsense() {
        answering(okJson("{\"id\": \"pi_1\", \"status\": \"requires_cap"));
    }

    @Override
    public void approvesAnotherAmount() {
        answering(okJson(held().replace("4999", "5000")));
    }

    @Override
    public void saysTheSameCallStillRuns() {
        answering(json(409, error("idempotency_error", "idempotency_key_in_use", "")));
    }

    @Override
    public void saysTheKeyCameWithAnotherBody() {
        answering(json(400, error("idempotency_error", "", "")));
    }

    @Override
    public void refusesTheCredentials() {
        answering(json(401, error("invalid_request_error", "", "")));
    }
}
