package io.holdfast.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardNumbersTest {

    private static final String ERP = "quarkus.fault-tolerance.\"io.holdfast.gateway.erp.ErpWire/exchange\".";
    private static final String STRIPE = "quarkus.fault-tolerance.\"io.holdfast.gateway.stripe.StripeWire/exchange\".";

    @Test
    void withoutSettingsTheAnnotationsStand() {
        // when
        SmallRyeConfig config = config(Map.of());
        // then
        assertThat(config.getConfigValue(ERP + "timeout.value").getValue()).isNull();
    }

    @Test
    void aSharedSettingIsForAllGateways() {
        // when
        SmallRyeConfig config =
                config(Map.of("holdfast.gateway.timeout", "3s", "holdfast.gateway.max-concurrent", "8"));
        // then
        assertThat(config.getConfigValue(ERP + "timeout.value").getValue()).isEqualTo("3000");
        assertThat(config.getConfigValue(STRIPE + "timeout.value").getValue()).isEqualTo("3000");
        assertThat(config.getConfigValue(STRIPE + "bulkhead.value").getValue()).isEqualTo("14");
    }

    @Test
    void aGatewaysOwnSettingComesFirst() {
        // when
        SmallRyeConfig config =
                config(Map.of("holdfast.gateway.timeout", "3s", "holdfast.gateway.erp.timeout", "250ms"));
        // then
        assertThat(config.getConfigValue(ERP + "timeout.value").getValue()).isEqualTo("250");
        assertThat(config.getConfigValue(STRIPE + "timeout.value").getValue()).isEqualTo("3000");
    }

    @Test
    void whatCannotBeReadIsLeftToTheCheckOfTheSettings() {
        // when
        SmallRyeConfig config =
                config(Map.of("holdfast.gateway.timeout", "soon", "holdfast.gateway.max-concurrent", "some"));
        // then
        assertThat(config.getConfigValue(ERP + "timeout.value").getValue()).isNull();
        assertThat(config.getConfigValue(ERP + "bulkhead.value").getValue()).isNull();
    }

    @Test
    void whatIsLessThanNothingIsLeftToTheCheckOfTheSettings() {
        // when
        SmallRyeConfig config =
                config(Map.of("holdfast.gateway.timeout", "-1s", "holdfast.gateway.max-concurrent", "-100"));
        // then
        assertThat(config.getConfigValue(ERP + "timeout.value").getValue()).isNull();
        assertThat(config.getConfigValue(ERP + "bulkhead.value").getValue()).isNull();
    }

    @Test
    void anEmptySettingIsAsGoodAsNone() {
        // when
        SmallRyeConfig config = config(Map.of("holdfast.gateway.timeout", "3s", "holdfast.gateway.erp.timeout", ""));
        // then
        assertThat(config.getConfigValue(ERP + "timeout.value").getValue()).isEqualTo("3000");
    }

    @Test
    void whatIsInTheFolderOfSecretsIsHeard(@TempDir Path folder) throws IOException {
        // given
        Files.writeString(folder.resolve("holdfast.gateway.timeout"), "3s\n");
        Files.writeString(folder.resolve("holdfast.gateway.erp.max-concurrent"), "8\n");

        // when
        SmallRyeConfig config = config(Map.of("holdfast.secrets.folder", folder.toString()));

        // then
        assertThat(config.getConfigValue(ERP + "timeout.value").getValue()).isEqualTo("3000");
        assertThat(config.getConfigValue(ERP + "bulkhead.value").getValue()).isEqualTo("14");
    }

    private static SmallRyeConfig config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withDefaultValues(settings)
                .withSources(new GuardNumbers())
                .build();
    }
}
