package io.holdfast;

import io.holdfast.cli.HelpPages;
import io.quarkus.bootstrap.runner.QuarkusEntryPoint;

/**
 * Where {@code java -jar quarkus-run.jar} begins: prints help by itself, and leaves everything else to Quarkus, which reads first what the program consists of
 * before it comes to {@link Holdfast}, and that takes a JVM longer than anybody wants to wait for a page of text. The build puts this class and what it needs
 * into quarkus-run.jar itself (pom.xml). A native program begins with {@link Holdfast}.
 */
public final class Launcher {

    private Launcher() {}

    public static void main(String... args) throws Throwable {
        if (!HelpPages.print(args)) {
            QuarkusEntryPoint.main(args);
        }
    }
}
