package io.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.cli.DoctorCommand.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class CheckupTest {

    private final List<Finding> findings = new ArrayList<>();

    @Test
    void aCheckThatHangsIsToldAndKeepsNobodyFromTheNext() {
        // given
        CountDownLatch never = new CountDownLatch(1);
        Checkup checkup = new Checkup(Duration.ofMillis(50), findings);

        // when
        boolean hung = checkup.look("gateway: erp", own -> {
            own.add(Finding.ok("gateway: erp", "answers"));
            return awaited(never);
        });
        boolean next = new Checkup(Duration.ofSeconds(30), findings)
                .look("api keys", own -> own.add(Finding.ok("api keys", "for every role")));

        // then
        assertThat(hung).isFalse();
        assertThat(next).isTrue();
        assertThat(findings)
                .extracting(Finding::check, Finding::result)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("gateway: erp", "ok"),
                        org.assertj.core.groups.Tuple.tuple("gateway: erp", "wrong"),
                        org.assertj.core.groups.Tuple.tuple("api keys", "ok"));
    }

    @Test
    void aCheckThatFailsIsAFinding() {
        // when
        boolean good = new Checkup(Duration.ofSeconds(30), findings).look("keyset", own -> {
            throw new IllegalStateException("no key");
        });

        // then
        assertThat(good).isFalse();
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.isWrong()).isTrue();
            assertThat(finding.found()).contains("no key");
        });
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException stopped) {
            return false;
        }
    }
}
