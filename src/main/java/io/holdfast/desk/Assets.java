package io.holdfast.desk;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/** Script and style, put together once at the start. Their address holds their hash, so browsers may keep them for ever. */
@Startup
@ApplicationScoped
public class Assets {

    static final String PATH = "/desk/assets/";

    private static final int HASH_DIGITS = 16;

    private static final String SCRIPT = "text/javascript;charset=UTF-8";
    private static final String STYLE = "text/css;charset=UTF-8";

    private final Map<String, Asset> byName = new TreeMap<>();

    /** @param hash of the content, in hexadecimal digits */
    record Asset(String name, String type, String hash, byte[] plain, byte[] zipped) {

        String address() {
            return PATH + hash + "/" + name;
        }
    }

    Assets() {
        add("desk.css", STYLE, "desk.css");
        add("desk.js", SCRIPT, "htmx/htmx.min.js", "htmx-sse/sse.js", "desk.js");
        add("charts.css", STYLE, "uplot/uPlot.min.css");
        add("charts.js", SCRIPT, "uplot/uPlot.iife.min.js", "charts.js");
        add("icon.svg", "image/svg+xml", "icon.svg");
    }

    public String css() {
        return byName.get("desk.css").address();
    }

    public String js() {
        return byName.get("desk.js").address();
    }

    public String chartsCss() {
        return byName.get("charts.css").address();
    }

    public String chartsJs() {
        return byName.get("charts.js").address();
    }

    public String icon() {
        return byName.get("icon.svg").address();
    }

    /** Empty if there is no such file. */
    Optional<Asset> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Of script and style together, as they are sent without compression. */
    int totalBytes() {
        return byName.values().stream().mapToInt(asset -> asset.plain().length).sum();
    }

    private void add(String name, String type, String... parts) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (String part : List.of(parts)) {
            byte[] bytes = read("desk/" + part);
            whole.writeBytes(bytes);
            // A script need not end with a semicolon.
            whole.writeBytes((type.equals(SCRIPT) ? "\n;\n" : "\n").getBytes(StandardCharsets.US_ASCII));
        }
        byte[] plain = whole.toByteArray();
        byName.put(name, new Asset(name, type, hash(plain), plain, zip(plain)));
    }

    private static byte[] read(String resource) {
        try (InputStream in = Assets.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not in this build");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] zip(byte[] plain) {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return zipped.toByteArray();
    }

    private static String hash(byte[] plain) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(plain);
            return HexFormat.of().formatHex(digest).substring(0, HASH_DIGITS);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
