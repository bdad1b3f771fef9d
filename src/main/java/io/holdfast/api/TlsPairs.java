package io.holdfast.api;

import io.holdfast.settings.BadSetting;
import io.quarkus.runtime.Startup;
import io.quarkus.tls.CertificateUpdatedEvent;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.util.Collections;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/**
 * Refuses a certificate and a key that do not belong together: the framework and Vert.x take any two files, and every handshake fails. It happens when one of two
 * files was exchanged and the other not yet.
 */
@Singleton
@Startup(TlsPairs.BEFORE_THE_SCHEMA)
public class TlsPairs {

    /** A start that waits for a database first would say it late. */
    static final int BEFORE_THE_SCHEMA = 2_700;

    private static final Logger LOG = Logger.getLogger(TlsPairs.class);

    private static final Pattern NAMED = Pattern.compile("quarkus\\.tls\\.(?:(\"[^\"]+\"|[^.\"]+)\\.)?key-store\\..*");

    private static final byte[] ANYTHING = {1, 2, 3};

    private final Vertx vertx;

    /** @throws BadSetting if two do not belong together */
    TlsPairs(TlsConfigurationRegistry configurations, Config config, Vertx vertx) {
        this.vertx = vertx;
        StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .map(NAMED::matcher)
                .filter(Matcher::matches)
                .map(it -> Optional.ofNullable(it.group(1)).map(name -> name.replace("\"", "")))
                .distinct()
                .forEach(name -> require(
                        "quarkus.tls." + name.map(it -> it + ".").orElse("") + "key-store",
                        name.map(configurations::get).orElseGet(configurations::getDefault)));
    }

    private void require(String property, Optional<TlsConfiguration> configuration) {
        if (configuration.filter(it -> !isPaired(it)).isPresent()) {
            throw new BadSetting(property, "its certificate and its key do not belong together");
        }
    }

    /**
     * Comes before those who would take the new pair into use, and goes no further with a wrong one: what is in use stays.
     *
     * @throws IllegalStateException if two do not belong together; the framework tries again at its next look
     */
    void check(@Observes @Priority(1) CertificateUpdatedEvent updated) {
        if (!isPaired(updated.tlsConfiguration())) {
            LOG.warnf(
                    "quarkus.tls.%s.key-store: the certificate and the key that are there now do not belong together;"
                            + " those of before stay in use until they do",
                    updated.name());
            throw new IllegalStateException("certificate and key do not belong together");
        }
    }

    private boolean isPaired(TlsConfiguration configuration) {
        KeyStore store = configuration.getKeyStore();
        if (store == null || configuration.getKeyStoreOptions() == null) {
            return true;
        }
        try {
            for (KeyManager manager : configuration
                    .getKeyStoreOptions()
                    .getKeyManagerFactory(vertx)
                    .getKeyManagers()) {
                for (String alias : Collections.list(store.aliases())) {
                    if (manager instanceof X509KeyManager keys && !isPaired(keys, alias)) {
                        return false;
                    }
                }
            }
            return true;
        } catch (Exception unreadable) {
            LOG.debugf("a key store could not be looked into: %s", unreadable.getMessage());
            return true;
        }
    }

    private static boolean isPaired(X509KeyManager keys, String alias) throws GeneralSecurityException {
        PrivateKey key = keys.getPrivateKey(alias);
        Certificate[] chain = keys.getCertificateChain(alias);
        return key == null || chain == null || chain.length == 0 || isPaired(key, chain[0].getPublicKey());
    }

    static boolean isPaired(PrivateKey key, PublicKey certified) throws GeneralSecurityException {
        Optional<String> algorithm = algorithm(key);
        if (algorithm.isEmpty() || algorithm(certified).isEmpty()) {
            return true;
        }
        if (!algorithm.equals(algorithm(certified))) {
            return false;
        }
        Signature signing = Signature.getInstance(algorithm.get());
        signing.initSign(key);
        signing.update(ANYTHING);
        byte[] signature = signing.sign();
        Signature verifying = Signature.getInstance(algorithm.get());
        verifying.initVerify(certified);
        verifying.update(ANYTHING);
        try {
            return verifying.verify(signature);
        } catch (GeneralSecurityException otherSize) {
            return false;
        }
    }

    /** Of signatures by such a key; of others than these it is not judged. */
    private static Optional<String> algorithm(Key key) {
        return switch (key.getAlgorithm()) {
            case "RSA" -> Optional.of("SHA256withRSA");
            case "EC" -> Optional.of("SHA256withECDSA");
            case "EdDSA", "Ed25519", "Ed448" -> Optional.of("EdDSA");
            default -> Optional.empty();
        };
    }
}
