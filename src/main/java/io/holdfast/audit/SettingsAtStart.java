package io.holdfast.audit;

import io.holdfast.secret.KnownSecrets;
import io.holdfast.store.AccessStore;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;

/**
 * Tells at each start of a replica which keys and other settings are not what they were at the start before, whichever replica that was. Kept is a print of each value, never the
 * value; that of a secret is keyed by the sealing keyset, so that the journal alone does not confirm a guess.
 *
 * <p>A command that opens no port is no replica: it has settings of its own, which would be told as changes, and told back by the next start.
 */
@ApplicationScoped
class SettingsAtStart {

    private static final Logger LOG = Logger.getLogger(SettingsAtStart.class);

    private static final String OURS = "holdfast.";
    private static final List<String> THEIRS =
            List.of("quarkus.datasource.reactive.url", "quarkus.datasource.username", "quarkus.http.port");
    private static final String KEYSET = "holdfast.crypto.keyset";

    private static final int MOST_SETTINGS = 500;
    private static final int PRINT_LENGTH = 16;

    private final Config config;
    private final AccessStore store;
    private final AccessJournal journal;
    private final boolean serves;
    private volatile boolean ends;

    SettingsAtStart(
            Config config,
            AccessStore store,
            AccessJournal journal,
            @ConfigProperty(name = "quarkus.http.host-enabled", defaultValue = "true") boolean serves) {
        this.config = config;
        this.store = store;
        this.journal = journal;
        this.serves = serves;
    }

    // After the schema, which it needs.
    void look(@Observes @Priority(2_950) StartupEvent started) {
        if (serves) {
            tell();
        }
    }

    void end(@Observes ShutdownEvent ended) {
        ends = true;
    }

    private void tell() {
        Map<String, String> now = prints();
        String host = Host.name();
        store.lastStart()
                .invoke(last -> {
                    last.map(JsonDetail::read)
                            .ifPresent(before -> changes(before, now, host).forEach(journal::record));
                    journal.record(new AccessEntry(
                            AccessKind.CONFIGURATION_START, AccessEntry.SYSTEM, host, "started", List.of(), now));
                })
                .replaceWithVoid()
                .onFailure()
                .recoverWithUni(failure -> {
                    // A start that fails takes the database's connections away, and says itself what is wrong.
                    LOG.logf(
                            ends ? Level.DEBUG : Level.WARN,
                            "What changed in the settings since the last start cannot be told: %s",
                            failure.getMessage());
                    return Uni.createFrom().voidItem();
                })
                .subscribe()
                .with(done -> {});
    }

    /** What is different, in the order of the properties' names. */
    static List<AccessEntry> changes(Map<String, String> before, Map<String, String> now, String host) {
        boolean otherKeyset = !String.valueOf(before.get(KEYSET)).equals(String.valueOf(now.get(KEYSET)));
        TreeSet<String> all = new TreeSet<>(before.keySet());
        all.addAll(now.keySet());
        // not a setting, but said of a start that was told late
        all.remove(Told.HAPPENED);
        List<AccessEntry> changes = new ArrayList<>();
        for (String property : all) {
            String old = before.get(property);
            String fresh = now.get(property);
            if (old == null) {
                changes.add(AccessEntry.configurationChanged(host, property, "added"));
            } else if (fresh == null) {
                changes.add(AccessEntry.configurationChanged(host, property, "removed"));
            } else if (!old.equals(fresh)
                    && (property.equals(KEYSET) || !otherKeyset || !KnownSecrets.isSecret(property))) {
                // Under another keyset every secret has another print, changed or not.
                changes.add(AccessEntry.configurationChanged(host, property, "changed"));
            }
        }
        return changes;
    }

    private Map<String, String> prints() {
        byte[] key = value(KEYSET).getBytes(StandardCharsets.UTF_8);
        Map<String, String> prints = new TreeMap<>();
        for (String property : config.getPropertyNames()) {
            if ((property.startsWith(OURS) || THEIRS.contains(property)) && prints.size() < MOST_SETTINGS) {
                prints.put(property, print(property, value(property), key));
            }
        }
        return prints;
    }

    private String value(String property) {
        try {
            return config.getOptionalValue(property, String.class).orElse("");
        } catch (RuntimeException unreadable) {
            return "";
        }
    }

    static String print(String property, String value, byte[] key) {
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        try {
            byte[] print;
            if (KnownSecrets.isSecret(property) && !property.equals(KEYSET) && key.length > 0) {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(key, "HmacSHA256"));
                print = mac.doFinal(text);
            } else {
                print = MessageDigest.getInstance("SHA-256").digest(text);
            }
            return HexFormat.of().formatHex(print).substring(0, PRINT_LENGTH);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
