package io.holdfast.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.testing.DatabaseLineResource;
import io.holdfast.testing.DatabaseLineResource.Line;
import io.holdfast.testing.WithDatabaseLine;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The desk while the database is away. */
@QuarkusTest
@TestProfile(WithDatabaseLine.class)
class DeskOutageTest {

    @AfterEach
    void theDatabaseIsBack() throws IOException {
        DatabaseLineResource.tell(Line.TALKS);
        Visitor agent = Visitor.agent();
        await().atMost(Duration.ofSeconds(30)).until(() -> agent.get("/desk").statusCode() == 200);
    }

    @Test
    void whatWentWrongNamesTheRequestWhetherAPageOrAPieceOfOneWasAskedFor() throws IOException {
        // given
        Visitor agent = Visitor.agent();
        String address = "/desk/disputes/" + UUID.randomUUID() + "/release";
        DatabaseLineResource.tell(Line.CUT);

        // when
        Response page = agent.get(address);
        Response piece = agent.script().get(address);

        // then
        assertThat(page.statusCode()).isEqualTo(503);
        assertThat(piece.statusCode()).isEqualTo(503);
        assertThat(page.asString()).contains("Request " + page.header("X-Request-Id"));
        assertThat(piece.asString()).contains("Request " + piece.header("X-Request-Id"));
    }
}
