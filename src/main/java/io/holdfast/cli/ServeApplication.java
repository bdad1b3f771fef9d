package io.holdfast.cli;

import io.holdfast.gateway.Gateways;
import io.quarkus.arc.Arc;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
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
        Optional<String> welcome = ConfigProvider.getConfig().getOptionalValue(DemoCommand.WELCOME, String.class);
        welcome.ifPresent(System.out::println);
        Quarkus.waitForExit();
        return 0;
    }
}
