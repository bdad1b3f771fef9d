package io.holdfast.cli.remote;

import io.holdfast.cli.console.Failure;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which Holdfast a command speaks to, and as whom. */
public final class Server {

    static final String URL = "HOLDFAST_URL";
    static final String KEY = "HOLDFAST_API_KEY";

    private static final int LAST_PORT = 65_535;

    private static final int LONGEST_KEY = 512;

    @Option(
            names = "--url",
            defaultValue = "${env:HOLDFAST_URL:-http://127.0.0.1:8080}",
            paramLabel = "<url>",
            // a line of its own: the library would break the address at its colon
            description = {"Where Holdfast is.", "Default: HOLDFAST_URL, or http://127.0.0.1:8080"})
    private String url;

    @Option(
            names = "--api-key-file",
            paramLabel = "<file>",
            description = "A file with the API key. Default: the key itself in HOLDFAST_API_KEY. "
                    + "It is no argument because every process list would show it.")
    private Path keyFile;

    /** @throws Failure if the settings are of no use */
    Api api() {
        return new Api(address(), key());
    }

    private URI address() {
        try {
            URI address = new URI(url.replaceFirst("/+$", ""));
            boolean http =
                    "http".equalsIgnoreCase(address.getScheme()) || "https".equalsIgnoreCase(address.getScheme());
            boolean port = address.getPort() != 0 && address.getPort() <= LAST_PORT;
            if (http
                    && port
                    && address.getHost() != null
                    && address.getQuery() == null
                    && address.getUserInfo() == null) {
                return address;
            }
        } catch (URISyntaxException noAddress) {
            // said below
        }
        throw Failure.wrongUsage("the address of Holdfast (--url, " + URL
                + ") must be like https://holdfast.example.com, without a user or a query");
    }

    private String key() {
        String key = Optional.ofNullable(keyFile)
                .map(Server::read)
                .or(() -> Optional.ofNullable(System.getenv(KEY)))
                .map(String::strip)
                .orElse("");
        if (key.isEmpty()) {
            throw Failure.wrongUsage(
                    "there is no API key: put it into " + KEY + ", or name a file with --api-key-file");
        }
        if (key.length() > LONGEST_KEY || key.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw Failure.wrongUsage(
                    "the API key has characters that no API key has; look at " + KEY + " for quotes or line breaks");
        }
        return key;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw Failure.failed("the file of the API key cannot be read: " + file);
        }
    }
}
