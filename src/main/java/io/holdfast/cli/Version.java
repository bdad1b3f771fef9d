package io.holdfast.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.IVersionProvider;

/** The version that was built, from a file beside this class: a native program has no manifest. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        try (InputStream in = Version.class.getResourceAsStream("version.txt")) {
            String version = in == null ? "(not packaged)" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new String[] {"holdfast " + version.strip()};
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
