package io.holdfast.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.Optional;

/** @param time from the first byte sent to the last one read */
record ApiAnswer(int status, JsonNode body, HttpHeaders headers, Duration time) {

    boolean is(int... statuses) {
        for (int candidate : statuses) {
            if (candidate == status) {
                return true;
            }
        }
        return false;
    }

    Optional<String> text(String key) {
        return Optional.ofNullable(body.get(key)).map(JsonNode::asText);
    }

    /** The end of the problem's type. */
    String problem() {
        String type = body.path("type").asText("");
        return type.substring(Math.max(type.lastIndexOf('/'), type.lastIndexOf(':')) + 1);
    }

    @Override
    public String toString() {
        return status + " " + body;
    }
}
