package io.holdfast.cli;

import io.holdfast.settings.BadSetting;
import io.holdfast.store.JdbcAddress;
import io.smallrye.config.SmallRyeConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the two drivers say of their settings too late, by the name of the other one's, or not at all: they count it as a database that is away. */
final class DatabaseRules {

    private static final String REACTIVE = "quarkus.datasource.reactive.";
    private static final String TRUSTED = REACTIVE + "trust-certificate-pem.certs";
    private static final String HOST_CHECK = REACTIVE + "hostname-verification-algorithm";

    private static final List<String> FILES = List.of(
            REACTIVE + "key-certificate-pem.certs",
            REACTIVE + "key-certificate-pem.keys",
            REACTIVE + "key-certificate-jks.path",
            REACTIVE + "key-certificate-pfx.path",
            REACTIVE + "trust-certificate-jks.path",
            REACTIVE + "trust-certificate-pfx.path");

    private static final List<String> JDBC_FILES = List.of("sslrootcert", "sslcert", "sslkey");

    private static final Pattern VERIFY_FULL = Pattern.compile("[?&]sslmode=verify-full(?:[&,]|$)");

    private DatabaseRules() {}

    /** @throws BadSetting the first that is wrong */
    static void check(SmallRyeConfig config) {
        FILES.forEach(property -> files(config, property).forEach(file -> requireFile(property, file)));
        files(config, TRUSTED).forEach(file -> requireCertificate(TRUSTED, requireFile(TRUSTED, file)));
        Optional<String> reactive = given(config, JdbcAddress.REACTIVE_SETTING);
        if (reactive.filter(it -> VERIFY_FULL.matcher(it).find()).isPresent()
                && given(config, HOST_CHECK)
                        .filter(it -> !it.equalsIgnoreCase("NONE"))
                        .isEmpty()) {
            throw new BadSetting(
                    HOST_CHECK, "must be HTTPS, as sslmode=verify-full is in " + JdbcAddress.REACTIVE_SETTING);
        }
        Optional<String> jdbc = given(config, JdbcAddress.SETTING);
        jdbc.or(() -> reactive.map(JdbcAddress::of))
                .ifPresent(url -> requireJdbc(JdbcAddress.setting(jdbc, reactive), url));
    }

    private static void requireJdbc(String property, String url) {
        JdbcAddress.requireNoLogin(property, url);
        Properties parameters = org.postgresql.Driver.parseURL(url, new Properties());
        if (parameters == null && property.equals(JdbcAddress.SETTING)) {
            throw new BadSetting(
                    property, "is the address of a PostgreSQL, for example jdbc:postgresql://localhost:5432/holdfast");
        }
        Stream.ofNullable(parameters)
                .flatMap(given -> JDBC_FILES.stream().map(given::getProperty))
                .filter(file -> file != null && !file.isBlank())
                .forEach(file -> requireFile(property, file));
    }

    private static List<String> files(SmallRyeConfig config, String property) {
        return config.getOptionalValues(property, String.class).orElse(List.of());
    }

    private static Path requireFile(String property, String file) {
        try {
            Path path = Path.of(file.strip());
            if (Files.isReadable(path)) {
                return path;
            }
        } catch (InvalidPathException noPath) {
            // nor is there a file of that name
        }
        throw new BadSetting(property, "there is no file " + file + " that can be read");
    }

    private static void requireCertificate(String property, Path file) {
        try (InputStream bytes = Files.newInputStream(file)) {
            if (!CertificateFactory.getInstance("X.509")
                    .generateCertificates(bytes)
                    .isEmpty()) {
                return;
            }
        } catch (IOException | CertificateException unreadable) {
            // as good as none
        }
        throw new BadSetting(property, "there is no certificate in " + file);
    }

    private static Optional<String> given(SmallRyeConfig config, String property) {
        return Optional.ofNullable(config.getConfigValue(property).getValue()).filter(value -> !value.isBlank());
    }
}
