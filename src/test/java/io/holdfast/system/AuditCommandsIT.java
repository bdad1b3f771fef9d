package io.holdfast.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.holdfast.secret.Keysets;
import io.holdfast.system.gateway.MisbehavingGateway;
import io.holdfast.system.gateway.Temperament;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that prove, review, search and seal anew, as an operator runs them beside a service that works: what they print, and how they end. */
class AuditCommandsIT {

    private static final Map<String, String> WAIT = Map.of("Prefer", "wait=10");
    private static final String CARD = "4111 1111 1111 1111";
    private static final int DISPUTES = 5;

    private static Installation installation;
    private static MisbehavingGateway gateway;
    private static Path keyset;
    private static List<String> disputes;
    private static String week;

    @TempDir
    static Path folder;

    @BeforeAll
    static void someDisputesAreThere() throws Exception {
        keyset = Files.writeString(folder.resolve("keyset"), Keysets.create());
        gateway = MisbehavingGateway.start(Temperament.good(Duration.ofSeconds(1)), Clock.systemUTC());
        installation = Installation.start(
                "audit",
                gateway,
                1,
                Map.of("holdfast.crypto.keyset", "${file::" + keyset + "}", "holdfast.secrets.refresh", "1s"));
        week = week(LocalDate.now(Clock.systemUTC()));
        disputes = new ArrayList<>();
        for (int i = 0; i < DISPUTES; i++) {
            String dispute = open();
            assertThat(charge(dispute)).isEqualTo("CHARGED");
            disputes.add(dispute);
        }
    }

    @AfterAll
    static void end() {
        if (installation != null) {
            installation.close();
        }
    }

    @Test
    void verifyNamesEveryRowThatWasChangedRemovedMovedOrAddedBehindTheServicesBack() throws Exception {
        // given
        CommandRun whole = command("audit", "verify");
        String changed = disputes.get(0);
        String removed = disputes.get(1);
        String moved = disputes.get(2);
        String added = disputes.get(3);
        long last = installation.databaseCount(
                "SELECT max(sequence) FROM dispute_event WHERE dispute_id = '" + added + "'");
        withoutTriggers("CREATE TABLE kept AS TABLE dispute_event");
        withoutTriggers("UPDATE dispute_event SET actor = 'somebody else' WHERE sequence = 1 AND dispute_id = '"
                + changed + "'");
        withoutTriggers("DELETE FROM dispute_event WHERE sequence = 2 AND dispute_id = '" + removed + "'");
        for (String step : List.of("90 WHERE sequence = 1", "1 WHERE sequence = 2", "2 WHERE sequence = 90")) {
            withoutTriggers("UPDATE dispute_event SET sequence = " + step + " AND dispute_id = '" + moved + "'");
        }
        withoutTriggers("INSERT INTO dispute_event SELECT dispute_id, sequence + 1, type, at, actor, detail, hash"
                + " FROM dispute_event WHERE sequence = " + last + " AND dispute_id = '" + added + "'");

        // when
        CommandRun tampered = command("audit", "verify", "--output", "json");
        CommandRun review = command("audit", "report", "--week", week);

        // then
        withoutTriggers("TRUNCATE dispute_event");
        withoutTriggers("INSERT INTO dispute_event SELECT * FROM kept");
        CommandRun restored = command("audit", "verify", "-o", "json");
        assertThat(whole.exit()).as(whole.toString()).isZero();
        assertThat(whole.err()).contains("The story is whole");
        assertThat(tampered.exit()).as(tampered.toString()).isEqualTo(1);
        assertThat(tampered.err()).contains("The story is not whole").doesNotContain("Exception");
        JsonNode findings = HoldfastApi.JSON.readTree(tampered.out());
        assertThat(places(findings))
                .contains(changed + " 1", removed + " 2", moved + " 1", moved + " 2", added + " " + (last + 1))
                .noneMatch(place -> place.startsWith(disputes.get(4)));
        assertThat(review.exit()).as(review.toString()).isEqualTo(1);
        assertThat(review.out()).contains(week, "hold.charged");
        assertThat(restored.exit()).as(restored.toString()).isZero();
        assertThat(restored.out()).isEqualTo("[]\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"audit verify", "audit report", "migrate", "reconcile"})
    void aDatabaseThatIsAwayIsSaidInOneLine(String arguments) throws Exception {
        // given
        Map<String, String> away = new HashMap<>(installation.settings());
        away.put("quarkus.datasource.reactive.url", "postgresql://127.0.0.1:1/none");
        away.put("holdfast.database.start-timeout", "0s");

        // when
        CommandRun unreachable = CommandRun.of(away, arguments.split(" "));

        // then
        assertThat(unreachable.exit()).as(unreachable.toString()).isEqualTo(1);
        assertThat(unreachable.err().lines()).as(unreachable.toString()).hasSize(1);
    }

    @Test
    void scanTellsWhereCardNumbersAreWithoutShowingThem() throws Exception {
        // given
        Path logs = Files.createDirectory(folder.resolve("logs"));
        Files.writeString(logs.resolve("clean.log"), "order 12, dispute " + disputes.get(0) + "\n");
        Files.writeString(logs.resolve("dirty.log"), "one\nthe card " + CARD + "\n");

        // when
        CommandRun found = command("audit", "scan", logs.toString(), "--output", "json");
        CommandRun input = CommandRun.reading("x " + CARD, installation.settings(), "audit", "scan", "-");
        CommandRun service =
                command("audit", "scan", "--database", installation.logs().toString());

        // then
        assertThat(found.exit()).as(found.toString()).isEqualTo(1);
        JsonNode hits = HoldfastApi.JSON.readTree(found.out());
        assertThat(hits).hasSize(1);
        assertThat(hits.get(0).path("place").asText()).endsWith("dirty.log");
        assertThat(hits.get(0).path("line").asInt()).isEqualTo(2);
        // The folder's name is a random number, in which anything may be.
        assertThat(found.toString().replace(folder.toString(), "")).doesNotContain(CARD, "4111");
        assertThat(input.exit()).isEqualTo(1);
        assertThat(input.toString()).doesNotContain(CARD, "4111");
        assertThat(service.exit()).as(service.toString()).isZero();
    }

    @Test
    void reconcileFailsWhereMoneyIsNotAsOnRecordAndNamesTheDispute() throws Exception {
        // given
        String dispute = open();
        gateway.authorizations().stream()
                .filter(it -> dispute.equals(it.metadata().get("dispute_id")))
                .forEach(it -> gateway.captureByHand(it.id()));

        // when
        CommandRun differs = command("reconcile", "--settle", "0s");
        CommandRun again = command("reconcile", "--settle", "0s");

        // then
        assertThat(differs.exit()).as(differs.toString()).isEqualTo(1);
        assertThat(differs.err())
                .contains(dispute + " needs attention: UNEXPECTED_CAPTURE", "Money is not where the record has it");
        assertThat(again.exit()).as(again.toString()).isZero();
    }

    @Test
    void rotateSealsEverythingAnewBesideAServiceThatWorks() throws Exception {
        // given
        String before = Files.readString(keyset);

        // when
        CommandRun rotated =
                command("crypto", "rotate", "--keyset-file", keyset.toString(), "--settle", "3", "--drop-old");

        // then
        String after = Files.readString(keyset).strip();
        assertThat(rotated.exit()).as(rotated.toString()).isZero();
        assertThat(after).isNotEqualTo(before);
        assertThat(Keysets.size(after)).isEqualTo(1);
        assertThat(installation.databaseCount(
                        "SELECT count(*) FROM dispute WHERE substring(payment_token FROM 1 FOR 5) <> '\\x"
                                + HexFormat.of().formatHex(Keysets.primaryPrefix(after)) + "'"))
                .isZero();
        assertThat(charge(open())).isEqualTo("CHARGED");
    }

    @Test
    void theKeysetOfASettingIsChangedStepByStep() throws Exception {
        // when
        CommandRun added = command("crypto", "keyset", "add-key");
        CommandRun dropped = command("crypto", "keyset", "drop-old");
        CommandRun wrong = command("crypto", "keyset", "burn");

        // then
        assertThat(Keysets.size(added.out().strip())).as(added.toString()).isEqualTo(2);
        assertThat(Keysets.size(dropped.out().strip())).as(dropped.toString()).isEqualTo(1);
        assertThat(wrong.exit()).isEqualTo(2);
        assertThat(wrong.err()).contains("add-key", "drop-old");
    }

    private static CommandRun command(String... arguments) throws Exception {
        return CommandRun.of(installation.settings(), arguments);
    }

    private static List<String> places(JsonNode findings) {
        List<String> places = new ArrayList<>();
        findings.forEach(finding -> places.add(finding.path("subject").asText() + " "
                + finding.path("sequence").asText()));
        return places;
    }

    private static String week(LocalDate today) {
        return "%d-W%02d".formatted(today.get(IsoFields.WEEK_BASED_YEAR), today.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
    }

    /** As somebody who owns the tables. */
    private static void withoutTriggers(String sql) throws SQLException {
        installation.database().run("SET session_replication_role = replica; " + sql);
    }

    private static String open() {
        String body = "{\"customer_account_id\": \"ACC-1\", \"hold_amount\": 49.99, \"payment_method_id\": \"pm_ok\"}";
        HoldfastApi api = installation.api();
        String id = api.post(0, "/v1/disputes", body, Map.of())
                .orElseThrow()
                .text("dispute_id")
                .orElseThrow();
        assertThat(api.get(0, "/v1/disputes/" + id, WAIT).orElseThrow().text("status"))
                .hasValue("HELD");
        return id;
    }

    private static String charge(String id) {
        return installation
                .api()
                .post(0, "/v1/disputes/" + id + "/charge", "", WAIT)
                .flatMap(answer -> answer.text("status"))
                .orElse("no answer");
    }
}
