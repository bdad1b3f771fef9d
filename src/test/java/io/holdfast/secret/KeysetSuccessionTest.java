package io.holdfast.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.Sealed;
import io.holdfast.settings.BadSetting;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What becomes of a keyset that is changed while the process runs. */
class KeysetSuccessionTest {

    private static final DisputeId DISPUTE = new DisputeId(UUID.fromString("01936f5e-0000-7000-8000-000000000001"));

    private final String first = Keysets.create();
    private final AtomicReference<String> setting = new AtomicReference<>(first);
    private final MeterRegistry metrics = new SimpleMeterRegistry();
    private final Secrets secrets =
            new Secrets(property -> Optional.of(setting.get()), () -> 0, System::nanoTime, metrics);
    private final TinkSealer sealer = new TinkSealer(() -> Optional.of(first), secrets);

    @Test
    void anotherInstallationsIsNotTakenSoThatTheRightOneOpensWhatIsSealedMeanwhile() {
        // given
        setting.set(Keysets.create());
        secrets.lookNow();

        // when
        Sealed meanwhile = sealer.seal(Secret.of("tok_1"), DISPUTE);

        // then
        assertThat(new TinkSealer(first).open(meanwhile, DISPUTE).reveal()).isEqualTo("tok_1");
        assertThat(behind()).isOne();
        takeUp(first);
        assertThat(behind()).isZero();
    }

    @Test
    void oneWhoseKeyThatSealsIsDisabledIsNotTaken() {
        // given
        String promoted = Keysets.withNewestPrimary(Keysets.withNewKey(first));
        String disabled = promoted.replaceFirst("ENABLED", "DISABLED");
        assertThat(new TinkSealer(disabled).seal(Secret.of("tok_1"), DISPUTE)).isNotNull();

        // when
        takeUp(disabled);

        // then
        assertThat(behind()).isOne();
        takeUp(promoted);
        assertThat(behind()).isZero();
    }

    @Test
    void eachStepOfARotationIsTaken() {
        // given
        Sealed before = sealer.seal(Secret.of("tok_1"), DISPUTE);
        String both = Keysets.withNewKey(first);
        String promoted = Keysets.withNewestPrimary(both);
        String alone = Keysets.withPrimaryOnly(promoted);

        // when
        takeUp(both);
        takeUp(promoted);
        Sealed after = sealer.seal(Secret.of("tok_2"), DISPUTE);

        // then
        assertThat(sealer.open(before, DISPUTE).reveal()).isEqualTo("tok_1");
        takeUp(alone);
        assertThat(sealer.open(after, DISPUTE).reveal()).isEqualTo("tok_2");
        assertThatThrownBy(() -> sealer.open(before, DISPUTE)).isInstanceOf(TokenSealer.UnsealingFailed.class);
    }

    @Test
    void whoeverHasADamagedOneIsNotToldToMakeAnother() {
        assertThatThrownBy(() -> new TinkSealer("{\"primaryKeyId\":"))
                .isInstanceOf(BadSetting.class)
                .hasMessageContaining("put back the one that was in use");
    }

    private double behind() {
        return metrics.get("holdfast.secrets.behind")
                .tag("setting", Keysets.PROPERTY)
                .gauge()
                .value();
    }

    private void takeUp(String keyset) {
        setting.set(keyset);
        secrets.lookNow();
    }
}
