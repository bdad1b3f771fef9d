package io.holdfast.cli;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;

/** Waits until the process is told to stop. */
public final class ServeApplication implements QuarkusApplication {

    @Override
    public int run(String... args) {
        Optional<String> welcome = ConfigProvider.getConfig().getOptionalValue(DemoCommand.WELCOME, String.class);
        welcome.ifPresent(System.out::println);
        Quarkus.waitForExit();
        return 0;
    }
}
