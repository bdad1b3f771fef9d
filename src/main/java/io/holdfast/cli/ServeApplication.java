package io.holdfast.cli;

import io.holdfast.api.SecuritySettings;
import io.holdfast.gateway.Gateways;
import io.holdfast.secret.TokenSealer;
import io.quarkus.arc.Arc;
import io.quarkus.arc.ArcContainer;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.smallrye.config.SmallRyeConfig;
import io.vertx.mutiny.sqlclient.Pool;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;

/** Waits until the process is told to stop. */
public final class ServeApplication implements QuarkusApplication {

    private static final Logger LOG = Logger.getLogger(ServeApplication.class);

    @Override
    public int run(String... args) {
        Gateways gateways = Arc.container().instance(Gateways.class).get();
        if (gateways.named(gateways.defaultName()).isEmpty()) {
            LOG.warnf("The default gateway %s is off: a dispute has to name another one", gateways.defaultName());
        }
        SmallRyeConfig config = ConfigProvider.getConfig().unwrap(SmallRyeConfig.class);
        if (isForNobody(config)) {
            LOG.warn(
                    "There is no API key, and no issuer of tokens is set: nobody can call. Make a key with the command \"keys new\"");
        }
        IdleSettings.of(config).forEach(LOG::warn);
        tryKeyset();
        Optional<String> welcome = config.getOptionalValue(DemoCommand.WELCOME, String.class);
        welcome.ifPresent(System.out::println);
        Quarkus.waitForExit();
        return 0;
    }

    static boolean isForNobody(SmallRyeConfig config) {
        return config.getConfigMapping(SecuritySettings.class).apiKeys().isEmpty() && !TokenIssuer.isOn(config);
    }

    /** Beside the start, and never in its way: with a wrong keyset new holds are placed well, and old ones can be charged and released, but not renewed. */
    private static void tryKeyset() {
        ArcContainer beans = Arc.container();
        NewestToken.open(
                        beans.instance(Pool.class).get(),
                        beans.instance(TokenSealer.class).get())
                .subscribe()
                .with(
                        result -> {
                            if (result == NewestToken.Result.CLOSED) {
                                LOG.error(
                                        "holdfast.crypto.keyset does not open the newest dispute's payment token: it is not the keyset that"
                                                + " sealed it, and holds whose token it does not open are neither renewed nor refreshed, only charged and released. Restore the right one");
                            }
                        },
                        away -> LOG.debugf("the keyset could not be tried: %s", away.getMessage()));
    }
}
