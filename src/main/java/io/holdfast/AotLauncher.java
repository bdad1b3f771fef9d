package io.holdfast;

import io.holdfast.cli.HelpPages;
import io.quarkus.bootstrap.runner.AotQuarkusEntryPoint;

/** As {@link Launcher}, where {@code java -jar} begins in the image: its packaging ({@code aot-jar}) has one class path, which a cache of classes can hold. */
public final class AotLauncher {

    private AotLauncher() {}

    public static void main(String... args) throws Throwable {
        if (!HelpPages.print(args)) {
            AotQuarkusEntryPoint.main(args);
        }
    }
}
