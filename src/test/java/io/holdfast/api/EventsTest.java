package io.holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class EventsTest {

    @Test
    void theStoryIsToldFromItsBeginning() {
        // given
        String id = Calls.opened("pm_1");

        // when
        JsonPath story = Calls.agent().get("/v1/disputes/" + id + "/events").jsonPath();

        // then
        assertThat(story.getList("data.type", String.class)).containsExactly("dispute.opened", "hold.placed");
        assertThat(story.getList("data.sequence", Integer.class)).containsExactly(1, 2);
        assertThat(story.getMap("data[0]")).containsOnlyKeys("sequence", "type", "at", "actor", "detail", "hash");
        assertThat(story.get("data[0].detail") instanceof Map).isTrue();
        assertThat(story.getString("data[0].hash")).matches("[0-9a-f]{64}");
        assertThat(story.getString("data[0].at")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");
    }

    @Test
    void aStoryIsPaged() {
        // given
        String events = "/v1/disputes/" + Calls.opened("pm_1") + "/events?limit=1";

        // when
        JsonPath first = Calls.agent().get(events).jsonPath();
        JsonPath second = Calls.agent()
                .get(events + "&cursor=" + first.getString("next_cursor"))
                .jsonPath();

        // then
        assertThat(first.getList("data.sequence", Integer.class)).isEqualTo(List.of(1));
        assertThat(second.getList("data.sequence", Integer.class)).isEqualTo(List.of(2));
        assertThat(second.getMap("")).doesNotContainKey("next_cursor");
    }

    @Test
    void aCursorBelongsToItsStory() {
        // given
        String cursor = Calls.agent()
                .get("/v1/disputes/" + Calls.opened("pm_1") + "/events?limit=1")
                .path("next_cursor");

        // when
        Response answer = Calls.agent().get("/v1/disputes/" + Calls.opened("pm_1") + "/events?cursor=" + cursor);

        // then
        ProblemsTest.assertProblem(answer, 422, "invalid-request");
    }
}
