package io.holdfast.secret;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.SecretKeysHandler;
import io.smallrye.config.SecretKeysHandlerFactory;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The places that a setting can refer to. A process reads its configuration several times over, each time with handlers of its own; what they read is
 * kept once, so that all of it can be looked at again.
 */
final class SecretReaders {

    private static final Map<String, SecretReader> READERS = new ConcurrentHashMap<>();

    private SecretReaders() {}

    /** Looks again at all that was ever read. Blocks. @return how much of it cannot be had */
    static int refresh() {
        return READERS.values().stream().mapToInt(SecretReader::refresh).sum();
    }

    private static SecretKeysHandler handler(SecretReader fresh, String identity) {
        SecretReader reader = READERS.computeIfAbsent(fresh.name() + ' ' + identity, absent -> fresh);
        return new SecretKeysHandler() {
            @Override
            public String decode(String reference) {
                return reader.read(reference);
            }

            @Override
            public String getName() {
                return reader.name();
            }
        };
    }

    private static Function<String, Optional<String>> settings(ConfigSourceContext context) {
        return property -> Optional.ofNullable(context.getValue(property))
                .map(ConfigValue::getValue)
                .filter(value -> !value.isBlank());
    }

    /** {@code ${file::path}}. */
    public static final class Files implements SecretKeysHandlerFactory {

        @Override
        public SecretKeysHandler getSecretKeysHandler(ConfigSourceContext context) {
            return handler(new FileReader(), "");
        }

        @Override
        public String getName() {
            return FileReader.NAME;
        }
    }

    /** {@code ${vault::mount/path#field}}. */
    public static final class Vault implements SecretKeysHandlerFactory {

        @Override
        public SecretKeysHandler getSecretKeysHandler(ConfigSourceContext context) {
            Function<String, Optional<String>> settings = settings(context);
            return handler(
                    new VaultReader(settings),
                    settings.apply("holdfast.vault.url").orElse(""));
        }

        @Override
        public String getName() {
            return VaultReader.NAME;
        }
    }

    /** {@code ${aws::secret-id#field}}. */
    public static final class Aws implements SecretKeysHandlerFactory {

        @Override
        public SecretKeysHandler getSecretKeysHandler(ConfigSourceContext context) {
            Function<String, Optional<String>> settings = settings(context);
            String identity = settings.apply("holdfast.aws.endpoint").orElse("")
                    + settings.apply("holdfast.aws.region").orElse("");
            return handler(new AwsReader(settings), identity);
        }

        @Override
        public String getName() {
            return AwsReader.NAME;
        }
    }
}
