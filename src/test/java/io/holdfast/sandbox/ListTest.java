package io.holdfast.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListTest extends SandboxCase {

    @Test
    void theAuthorizationsOfADisputeAreFound() {
        // given
        String first = caller.authorize("pm_ok", "d-1").id();
        String second = caller.authorize("pm_ok", "d-1", "d-1:renew:1").id();
        caller.authorize("pm_ok", "d-2");

        // when
        Caller.Answer answer = caller.get("/v1/authorizations?dispute_id=d-1");

        // then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(ids(answer)).containsExactly(first, second);
        assertThat(answer.body().get("has_more").booleanValue()).isFalse();
    }

    @Test
    void anUnknownDisputeHasAnEmptyList() {
        // when
        Caller.Answer answer = caller.get("/v1/authorizations?dispute_id=nothing");

        // then
        assertThat(answer.http().body()).isEqualTo("{\"data\":[],\"has_more\":false}");
    }

    @Test
    void aListingIsReadPageByPage() {
        // given
        List<String> live = IntStream.range(0, 5)
                .mapToObj(n -> caller.authorize("pm_ok", "d-" + n).id())
                .toList();
        caller.authorize("pm_declined_x");

        // when
        List<String> read = new ArrayList<>();
        Caller.Answer page = caller.get("/v1/authorizations?status=authorized&limit=2");
        read.addAll(ids(page));
        while (page.body().get("has_more").booleanValue()) {
            page = caller.get(
                    "/v1/authorizations?status=authorized&limit=2&starting_after=" + read.get(read.size() - 1));
            read.addAll(ids(page));
        }

        // then
        assertThat(read).isEqualTo(live);
    }

    @Test
    void aPageCanStartAfterOneThatIsNoLongerLive() {
        // given
        String first = caller.authorize("pm_ok").id();
        String second = caller.authorize("pm_ok").id();
        caller.giveBack(first, "v");

        // when
        Caller.Answer answer = caller.get("/v1/authorizations?status=authorized&limit=100&starting_after=" + first);

        // then
        assertThat(ids(answer)).containsExactly(second);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status=live",
                "limit=0",
                "limit=101",
                "limit=x",
                "starting_after=auth_nothing",
                "disputeId=d",
                "limit="
            })
    void aQueryThatMeansNothingIsRefused(String query) {
        // when
        Caller.Answer answer = caller.get("/v1/authorizations?" + query);

        // then
        assertThat(answer.status()).isEqualTo(422);
    }

    private static List<String> ids(Caller.Answer answer) {
        List<String> ids = new ArrayList<>();
        for (JsonNode authorization : answer.body().get("data")) {
            ids.add(authorization.get("id").asText());
        }
        return ids;
    }
}
