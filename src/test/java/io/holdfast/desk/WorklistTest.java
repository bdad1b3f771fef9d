package io.holdfast.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Turning the pages of the lists that people work through. */
@QuarkusTest
class WorklistTest {

    private static final int MORE_THAN_A_PAGE = 30;

    private static final Pattern ROW = Pattern.compile("href=\"/desk/disputes/([0-9a-f-]{36})\"");
    private static final Pattern NEXT = Pattern.compile("rel=\"next\" href=\"([^\"]+)\"");

    @Inject
    Pool pool;

    @ParameterizedTest
    @ValueSource(strings = {"held", "lapsing"})
    void showsEachHoldOnceThoughAllLapseAtTheSameInstant(String view) {
        // given
        String account = "ACC-" + UUID.randomUUID();
        List<String> held = new ArrayList<>();
        for (int i = 0; i < MORE_THAN_A_PAGE; i++) {
            held.add(Visitor.opened(account, "pm_card_visa", "conversation-" + UUID.randomUUID()));
        }
        pool.preparedQuery("UPDATE dispute SET hold_expires_at = $1 WHERE customer_account_id = $2")
                .execute(Tuple.of(OffsetDateTime.now(ZoneOffset.UTC).plusHours(30), account))
                .await()
                .indefinitely();

        // when
        List<String> shown = turned(Visitor.agent(), "/desk?view=" + view);

        // then
        assertThat(shown).doesNotHaveDuplicates().containsAll(held);
    }

    @Test
    void findsIdsWithSpacesAroundThemAndThoseThatSpacesWerePastedTo() {
        // given
        String account = "ACC-" + UUID.randomUUID();
        String conversation = "conversation-" + UUID.randomUUID();
        String bare = Visitor.opened(account, "pm_card_visa", conversation);
        String padded = Visitor.opened(account + " ", "pm_card_visa", "\u2003" + conversation);
        Visitor agent = Visitor.agent();

        // then
        assertThat(rows(agent, "q=" + account)).containsExactly(bare);
        assertThat(rows(agent, "q=" + account + "+")).containsExactly(padded);
        assertThat(rows(agent, "q=+" + account + "%20")).containsExactly(bare);
        assertThat(rows(agent, "q=+" + conversation)).containsExactly(bare);
        assertThat(rows(agent, "q=%E2%80%83" + conversation)).containsExactly(padded);
        assertThat(page(agent, "conversation_id=%E2%80%83" + conversation)).contains(padded);
        assertThat(agent.request()
                        .urlEncodingEnabled(false)
                        .get("/desk?q=%20" + bare + "+")
                        .header("Location"))
                .isEqualTo("/desk/disputes/" + bare);
    }

    private static List<String> rows(Visitor agent, String query) {
        return ROW.matcher(page(agent, query))
                .results()
                .map(row -> row.group(1))
                .toList();
    }

    private static String page(Visitor agent, String query) {
        return agent.request().urlEncodingEnabled(false).get("/desk?" + query).asString();
    }

    private static List<String> turned(Visitor agent, String first) {
        List<String> rows = new ArrayList<>();
        String address = first;
        while (address != null) {
            String page = agent.get(address).asString();
            ROW.matcher(page).results().forEach(row -> rows.add(row.group(1)));
            Matcher next = NEXT.matcher(page);
            address = next.find() ? next.group(1).replace("&amp;", "&") : null;
        }
        return rows;
    }

    @Test
    void aDecisionAfterTheSessionIsOverLeadsBackToItsDispute() {
        // given
        String dispute = "/desk/disputes/" + UUID.randomUUID();

        // when
        String signIn = new Visitor()
                .post(dispute + "/release", Map.of("token", "of-then"))
                .header("Location");

        // then
        assertThat(signIn).isEqualTo("/desk/sign-in?to=" + dispute.replace("/", "%2F") + "&undone=1");
    }
}
