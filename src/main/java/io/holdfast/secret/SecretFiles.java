package io.holdfast.secret;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Settings whose values are in files: every file of the folder {@code holdfast.secrets.folder} is a property with the file's name, as Kubernetes mounts a
 * secret; and an environment variable {@code HOLDFAST_…_FILE} names the file with the value of {@code HOLDFAST_…}, as Docker's images have it.
 */
public final class SecretFiles implements ConfigSourceFactory {

    static final String FOLDER = "holdfast.secrets.folder";

    /** Above the environment (300), below system properties (400). */
    private static final int ORDINAL = 310;

    private static final String SUFFIX = "_FILE";

    private static final String BEFORE_PATH = "${" + FileReader.NAME + "::";
    private static final String BEHIND_PATH = "}";

    /** Settings whose own names end so, as variables: their files are not the values of others. */
    private static final Set<String> SETTINGS = Set.of("HOLDFAST_VAULT_CA_FILE");

    /** A folder with more is not one of secrets. */
    private static final int MOST = 1_000;

    private final Map<String, String> environment;

    public SecretFiles() {
        this(System.getenv());
    }

    SecretFiles(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        List<ConfigSource> sources = new ArrayList<>();
        Map<String, String> variables = new HashMap<>();
        environment.forEach((name, path) -> {
            boolean ours = name.startsWith("HOLDFAST_") || name.startsWith("QUARKUS_DATASOURCE_");
            if (ours && name.endsWith(SUFFIX) && !SETTINGS.contains(name) && !path.isBlank()) {
                variables.put(name.substring(0, name.length() - SUFFIX.length()), expression(path.strip()));
            }
        });
        if (!variables.isEmpty()) {
            sources.add(new EnvConfigSource(variables, ORDINAL));
        }
        Optional.ofNullable(context.getValue(FOLDER))
                .map(ConfigValue::getValue)
                .filter(folder -> !folder.isBlank())
                .ifPresent(folder -> sources.add(
                        new PropertiesConfigSource(files(Path.of(folder.strip())), "secrets in " + folder, ORDINAL)));
        return sources;
    }

    /** What another factory asks for settings, with those that are in files: the library shows it nothing of what this one has found. */
    public static ConfigSourceContext heardBy(ConfigSourceContext context) {
        List<ConfigSource> found = new ArrayList<>();
        new SecretFiles().getConfigSources(context).forEach(found::add);
        return new WithFiles(context, found, new FileReader());
    }

    private record WithFiles(ConfigSourceContext context, List<ConfigSource> files, FileReader reader)
            implements ConfigSourceContext {

        @Override
        public ConfigValue getValue(String name) {
            ConfigValue elsewhere = context.getValue(name);
            if (elsewhere != null && elsewhere.getConfigSourceOrdinal() > ORDINAL) {
                return elsewhere;
            }
            return files.stream()
                    .map(source -> source.getValue(name))
                    .filter(Objects::nonNull)
                    .findFirst()
                    .map(expression -> ConfigValue.builder()
                            .withName(name)
                            .withValue(reader.read(path(expression)))
                            .withConfigSourceOrdinal(ORDINAL)
                            .build())
                    .orElse(elsewhere);
        }

        @Override
        public Iterator<String> iterateNames() {
            return context.iterateNames();
        }
    }

    private static Map<String, String> files(Path folder) {
        Map<String, String> properties = new HashMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                // Kubernetes keeps the versions of a secret in folders whose names start with two dots.
                if (!name.startsWith(".") && Files.isRegularFile(file) && properties.size() < MOST) {
                    properties.put(name, expression(file.toAbsolutePath().toString()));
                }
            }
        } catch (IOException e) {
            throw new SecretUnavailable(FOLDER + ": the folder " + folder + " cannot be read");
        }
        return properties;
    }

    private static String expression(String path) {
        return BEFORE_PATH + path + BEHIND_PATH;
    }

    private static String path(String expression) {
        return expression.substring(BEFORE_PATH.length(), expression.length() - BEHIND_PATH.length());
    }
}
