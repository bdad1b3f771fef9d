package io.holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testing.ScriptedGateway;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class SettlingTest {

    @Test
    void aReleaseIsAcceptedAndShownAsPending() {
        // given
        String id = Calls.opened("pm_1");

        // when
        Response answer = Calls.agent().post("/v1/disputes/" + id + "/release");

        // then
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.<String>path("pending_action")).isEqualTo("RELEASE");
        assertThat(answer.<String>path("status")).isEqualTo("HELD");
    }

    @Test
    void aCallerThatWaitsLearnsThatTheHoldIsReleased() {
        // given
        String id = Calls.opened("pm_1");

        // when
        Response answer = waiting().post("/v1/disputes/" + id + "/release");

        // then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.<String>path("status")).isEqualTo("RELEASED");
        assertThat(answer.header("Preference-Applied")).isEqualTo("wait=10");
        assertThat(answer.jsonPath().getMap("")).doesNotContainKeys("pending_action", "charged_amount");
    }

    @Test
    void aReleaseThatIsDoneIsAGoodAnswerToARepeat() {
        // given
        String id = Calls.opened("pm_1");
        waiting().post("/v1/disputes/" + id + "/release");

        // when
        Response answer = Calls.agent().post("/v1/disputes/" + id + "/release");

        // then
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void aPartIsCharged() {
        // given
        String id = Calls.opened("pm_1");

        // when
        Response answer = charge(waiting(), id, "{\"amount\": 2e1}");

        // then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.<String>path("status")).isEqualTo("CHARGED");
        assertThat(answer.asString()).contains("\"charged_amount\":20.00");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}"})
    void allIsChargedWhereNoAmountIsNamed(String body) {
        // given
        String id = Calls.opened("pm_1");

        // when
        Response answer = charge(waiting(), id, body);

        // then
        assertThat(answer.asString()).contains("\"charged_amount\":49.99");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"amount\":null}",
                "{\"amount\":\"20\"}",
                "{\"amount\":0}",
                "{\"amount\":-1}",
                "{\"amount\":0.001}",
                "{\"amount\":1000000000000.00001}",
                "{\"amount\":-1E+15}",
                "{\"amount\":1E+256}",
                "{\"amount\":1E+400}",
                "{\"amount\":1E-400}",
                "{\"amount\":1E+2000000000}",
                "{\"amount\":1E+2147483647}",
                "{\"amount\":true}"
            })
    void anAmountThatMakesNoSenseIsNamed(String body) {
        // given
        String id = Calls.opened("pm_1");

        // when
        Response answer = charge(Calls.agent(), id, body);

        // then
        ProblemsTest.assertProblem(answer, 422, "invalid-request");
        assertThat(answer.<String>path("errors[0].field")).isEqualTo("amount");
    }

    @ParameterizedTest
    @ValueSource(strings = {"50", "999999999999.99", "1000000000000", "1e12", "1234567890123.25", "1E+255"})
    void moreThanTheHoldIsNotCharged(String amount) {
        // given
        String id = Calls.opened("pm_1");

        // when
        Response answer = charge(Calls.agent(), id, "{\"amount\":" + amount + "}");

        // then
        ProblemsTest.assertProblem(answer, 422, "amount-exceeds-hold");
    }

    @Test
    void theLoserIsToldWhoWon() {
        // given
        String released = Calls.opened("pm_1");
        String charged = Calls.opened("pm_1");
        Calls.agent().post("/v1/disputes/" + released + "/release");
        charge(Calls.agent(), charged, "{\"amount\":20}");

        // when
        Response charge = charge(Calls.agent(), released, "");
        Response release = Calls.agent().post("/v1/disputes/" + charged + "/release");
        Response otherAmount = charge(Calls.agent(), charged, "{\"amount\":21}");

        // then
        ProblemsTest.assertProblem(charge, 409, "already-released");
        ProblemsTest.assertProblem(release, 409, "already-charged");
        ProblemsTest.assertProblem(otherAmount, 409, "already-charged");
    }

    @ParameterizedTest
    @CsvSource({"release", "charge"})
    void whatFailedCannotBeSettled(String verb) {
        // given
        String id = Calls.opened(ScriptedGateway.DECLINED);

        // when
        Response answer = Calls.agent().post("/v1/disputes/" + id + "/" + verb);

        // then
        ProblemsTest.assertProblem(answer, 409, "not-held");
    }

    @Test
    void aReleaseHasNothingInItsBody() {
        // given
        String id = Calls.opened("pm_1");

        // when
        Response answer = Calls.agent()
                .header("Content-Type", "application/json")
                .body("{\"amount\":1}")
                .post("/v1/disputes/" + id + "/release");

        // then
        ProblemsTest.assertProblem(answer, 422, "invalid-request");
    }

    private static RequestSpecification waiting() {
        return Calls.agent().header("Prefer", "wait=10");
    }

    private static Response charge(RequestSpecification caller, String id, String body) {
        String address = "/v1/disputes/" + id + "/charge";
        return body.isEmpty()
                ? caller.post(address)
                : caller.header("Content-Type", "application/json").body(body).post(address);
    }
}
