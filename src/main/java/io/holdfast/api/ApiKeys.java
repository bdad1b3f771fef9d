package io.holdfast.api;

import io.holdfast.credential.ApiCredentials;
import io.holdfast.settings.BadSetting;
import io.holdfast.settings.Elements;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The API keys that are configured, by their hashes. Checked at the start: a key that is half configured would be a key that nobody notices missing. */
@Startup
@ApplicationScoped
public class ApiKeys implements ApiCredentials {

    private static final Pattern SHA_256 = Pattern.compile("[0-9a-fA-F]{64}");

    private static final Set<String> ROLES = Set.of(Role.ARCHITECT, Role.AGENT, Role.ADMIN);

    /** The name is the actor in a story, and part of the key of every idempotent request. */
    private static final int MAX_NAME_LENGTH = 64;

    private static final int MOST_PER_SECOND = 1_000_000;

    private final List<Entry> entries;

    /** Whose key it is, and what they may do. */
    public record Owner(String name, Set<String> roles, CallCenters callCenters, Optional<Integer> rate) {}

    private record Entry(byte[] sha256, Owner owner) {

        /** The fingerprint is a hash of the key's hash: who learns it has not even what is in the configuration. */
        Holder holder() {
            return new Holder(
                    owner.name(),
                    owner.roles(),
                    owner.callCenters().only(),
                    HexFormat.of().formatHex(digest(sha256), 0, 16));
        }
    }

    /** @throws BadSetting if a key is not configured as it should be */
    public ApiKeys(SecuritySettings settings) {
        // Sorted, so that the same configuration complains of the same property each time.
        entries = new TreeMap<>(settings.apiKeys())
                .entrySet().stream().map(ApiKeys::entry).toList();
        requireOneNameEach(entries);
    }

    /** Whose key this is. Takes the same time whichever key it is, or none: each is compared in full. */
    public Optional<Owner> ownerOf(String key) {
        byte[] presented = sha256(key);
        Optional<Owner> owner = Optional.empty();
        for (Entry entry : entries) {
            if (MessageDigest.isEqual(entry.sha256, presented)) {
                owner = Optional.of(entry.owner);
            }
        }
        return owner;
    }

    @Override
    public Optional<Holder> holderOf(String apiKey) {
        byte[] presented = sha256(apiKey);
        Optional<Holder> holder = Optional.empty();
        for (Entry entry : entries) {
            if (MessageDigest.isEqual(entry.sha256, presented)) {
                holder = Optional.of(entry.holder());
            }
        }
        return holder;
    }

    @Override
    public Optional<Holder> holderNow(String name, String fingerprint) {
        return entries.stream()
                .map(Entry::holder)
                .filter(holder ->
                        holder.name().equals(name) && holder.fingerprint().equals(fingerprint))
                .findFirst();
    }

    private static Entry entry(Map.Entry<String, SecuritySettings.ApiKey> configured) {
        String name = configured.getKey();
        String property = property(name);
        // A colon is what sets the names of token bearers apart.
        if (!CleanText.isClean(name, MAX_NAME_LENGTH) || name.indexOf(':') >= 0) {
            throw new BadSetting(property, "the name has 1 to " + MAX_NAME_LENGTH + " characters and no colon");
        }
        String sha256 = configured.getValue().sha256().map(String::strip).orElse("");
        if (!SHA_256.matcher(sha256).matches()) {
            throw new BadSetting(property + ".sha256", "is the SHA-256 of the key in 64 hexadecimal digits");
        }
        List<String> roles = Elements.of(configured.getValue().roles().orElse(List.of()));
        if (roles.isEmpty() || !ROLES.containsAll(roles)) {
            throw new BadSetting(property + ".roles", "is a list of architect, agent and admin");
        }
        Optional<Integer> rate = configured.getValue().rate();
        if (rate.filter(it -> it < 1 || it > MOST_PER_SECOND).isPresent()) {
            throw new BadSetting(property + ".rate", "must be from 1 to " + MOST_PER_SECOND + " requests a second");
        }
        CallCenters callCenters = configured
                .getValue()
                .callCenters()
                .map(Elements::of)
                .map(CallCenters::of)
                .orElse(CallCenters.ALL);
        return new Entry(HexFormat.of().parseHex(sha256), new Owner(name, Set.copyOf(roles), callCenters, rate));
    }

    /** Who holds a key of two names has the roles and call centres of one of them, and nobody could say of which. */
    private static void requireOneNameEach(List<Entry> entries) {
        Map<String, String> names = new HashMap<>();
        for (Entry entry : entries) {
            String name = entry.owner.name();
            String other = names.putIfAbsent(HexFormat.of().formatHex(entry.sha256), name);
            if (other != null) {
                throw new BadSetting(
                        property(name) + ".sha256", "is that of \"" + other + "\" too; each needs a key of its own");
            }
        }
    }

    private static String property(String name) {
        return "holdfast.security.api-keys.\"" + name + "\"";
    }

    private static byte[] sha256(String key) {
        return digest(key.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
