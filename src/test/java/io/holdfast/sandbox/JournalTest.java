package io.holdfast.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.gateway.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

    @TempDir
    private Path folder;

    private final SettableClock clock = new SettableClock(SandboxCase.START);
    private Path file;
    private Sandbox sandbox;
    private Caller caller;

    @BeforeEach
    void start() throws IOException {
        file = folder.resolve("sandbox.jsonl");
        open();
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private void open() throws IOException {
        sandbox = Sandbox.start(SandboxOptions.defaults().withClock(clock).withJournal(file));
        caller = new Caller(sandbox.url());
    }

    /** The next process finds the file as it was at that moment: nothing is written at a good end that is not there after a bad one. */
    private void killAndStartAgain() throws IOException {
        Path asItWas = folder.resolve("as-it-was");
        Files.copy(file, asItWas);
        sandbox.close();
        Files.delete(file);
        Files.move(asItWas, file);
        open();
    }

    @Test
    void aHoldOutlivesTheProcessAndCanBeGivenBack() throws IOException {
        // given
        String id = caller.authorize("pm_ok", "d").id();
        killAndStartAgain();

        // when
        Caller.Answer answer = caller.giveBack(id, "d:void:1");

        // then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("/status")).isEqualTo("voided");
        assertThat(sandbox.ledger("d").live()).isEmpty();
    }

    @Test
    void anAuthorizationIsTheSameAfterwards() throws IOException {
        // given
        String captured = caller.authorize("pm_ok", "d1").id();
        caller.capture(captured, "20.50", "d1:capture:1");
        caller.authorize("pm_declined_lost_card", "d2");
        caller.authorize("pm_mismatch", "d3");
        List<Authorization> before = sandbox.ledger().authorizations().stream()
                .map(LedgerSnapshot.Line::authorization)
                .toList();

        // when
        killAndStartAgain();

        // then
        assertThat(sandbox.ledger().authorizations().stream().map(LedgerSnapshot.Line::authorization))
                .containsExactlyElementsOf(before);
    }

    @Test
    void aKeyStillActsOnlyOnce() throws IOException {
        // given
        String id = caller.authorize("pm_ok", "d").id();
        killAndStartAgain();

        // when
        Caller.Answer replay = caller.authorize("pm_ok", "d");
        Caller.Answer another = caller.authorize("pm_other", "d");

        // then
        assertThat(replay.status()).isEqualTo(201);
        assertThat(replay.id()).isEqualTo(id);
        assertThat(another.errorCode()).isEqualTo("idempotency_key_reused");
        assertThat(sandbox.ledger().authorizations()).hasSize(1);
    }

    @Test
    void aNoIsRepeatedToo() throws IOException {
        // given
        String id = caller.authorize("pm_capture_declined", "d").id();
        caller.capture(id, "20", "d:capture:1");
        killAndStartAgain();

        // when
        Caller.Answer replay = caller.capture(id, "20", "d:capture:1");

        // then
        assertThat(replay.status()).isEqualTo(422);
        assertThat(replay.errorCode()).isEqualTo("capture_declined");
    }

    @Test
    void aReplacedPaymentMethodStaysReplaced() throws IOException {
        // given
        Caller.Answer first = caller.refresh("pm_card", "d:refresh:1");
        killAndStartAgain();

        // when
        Caller.Answer replay = caller.refresh("pm_card", "d:refresh:1");
        Caller.Answer again = caller.refresh("pm_card", "d:refresh:2");

        // then
        assertThat(replay.body()).isEqualTo(first.body());
        assertThat(again.status()).isEqualTo(410);
        assertThat(caller.authorize("pm_card").status()).isEqualTo(402);
    }

    @Test
    void timeGoesOnWhileTheProcessIsAway() throws IOException {
        // given
        String lapsing = caller.authorize("pm_expires_30", "d1").id();
        String pending = caller.authorize("pm_pending_20", "d2").id();
        clock.advance(Duration.ofSeconds(60));

        // when
        killAndStartAgain();

        // then
        assertThat(caller.get("/v1/authorizations/" + lapsing).text("/status")).isEqualTo("expired");
        assertThat(caller.get("/v1/authorizations/" + pending).text("/status")).isEqualTo("authorized");
    }

    @Test
    void newAuthorizationsComeAfterThoseOfTheProcessBefore() throws IOException {
        // given
        String old = caller.authorize("pm_ok", "d1").id();
        killAndStartAgain();

        // when
        String fresh = caller.authorize("pm_ok", "d2").id();

        // then
        assertThat(caller.get("/v1/authorizations?starting_after=" + old).text("/data/0/id"))
                .isEqualTo(fresh);
    }

    @Test
    void aLineThatWasNotFinishedIsLeftOut() throws IOException {
        // given
        String id = caller.authorize("pm_ok", "d1").id();
        Files.writeString(file, "{\"authorization\":[{\"sequence\":2,\"id\":\"au", StandardOpenOption.APPEND);

        // when
        killAndStartAgain();

        // then
        assertThat(sandbox.ledger().authorizations())
                .singleElement()
                .extracting(line -> line.authorization().id())
                .isEqualTo(id);
        assertThat(caller.authorize("pm_ok", "d2").status()).isEqualTo(201);
    }

    @Test
    void anotherFileIsNotOverwritten() throws IOException {
        // given
        Path other = folder.resolve("letters.txt");
        Files.writeString(other, "Dear all,\nplease keep this.\n");

        // when, then
        assertThatThrownBy(() -> Sandbox.start(SandboxOptions.defaults().withJournal(other)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no journal");
        assertThat(other).hasContent("Dear all,\nplease keep this.\n");
    }

    @Test
    void theFileIsMadeShortAtTheStart() throws IOException {
        // given
        String id = caller.authorize("pm_ok", "d").id();
        caller.giveBack(id, "d:void:1");
        for (int n = 2; n < 20; n++) {
            caller.giveBack(id, "d:void:" + n);
        }
        int before = Files.readAllLines(file).size();

        // when
        killAndStartAgain();

        // then
        assertThat(before).isEqualTo(20);
        assertThat(Files.readAllLines(file))
                .as("one authorization, twenty keys")
                .hasSize(21);
        assertThat(Files.readString(file)).doesNotContain("\"authorized\"");
    }

    @Test
    void whatIsForgottenIsForgottenInTheFileToo() throws IOException {
        // given
        caller.authorize("pm_ok", "d");

        // when
        caller.delete("/ledger");

        // then
        assertThat(file).isEmptyFile();
        caller.authorize("pm_ok", "d2");
        killAndStartAgain();
        assertThat(sandbox.ledger().authorizations()).hasSize(1);
    }
}
