package io.holdfast.secret;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import io.holdfast.settings.BadSetting;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.stream.IntStream;

/**
 * The steps by which one sealing key takes over from another. All keys of a keyset open, its primary one seals: so a new key is first given to every
 * replica, and made the primary one only then.
 */
public final class Keysets {

    static final String PROPERTY = "holdfast.crypto.keyset";

    private static final String ALGORITHM = "AES256_GCM";

    private Keysets() {}

    /** A new keyset with one AES-256-GCM key, in Tink's JSON. */
    public static String create() {
        try {
            AeadConfig.register();
            return json(KeysetHandle.newBuilder()
                    .addEntry(KeysetHandle.generateEntryFromParametersName(ALGORITHM)
                            .withRandomId()
                            .makePrimary())
                    .build());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM is not to be had on this Java platform", e);
        }
    }

    /** With one more key, which opens but does not seal yet. */
    public static String withNewKey(String keyset) {
        try {
            return json(KeysetHandle.newBuilder(parse(keyset))
                    .addEntry(KeysetHandle.generateEntryFromParametersName(ALGORITHM)
                            .withRandomId())
                    .build());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key could not be made", e);
        }
    }

    /** With its newest key for sealing. */
    public static String withNewestPrimary(String keyset) {
        try {
            KeysetHandle.Builder builder = KeysetHandle.newBuilder(parse(keyset));
            builder.getAt(builder.size() - 1).makePrimary();
            return json(builder.build());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key could not be made the primary one", e);
        }
    }

    /** With its primary key only. */
    public static String withPrimaryOnly(String keyset) {
        try {
            KeysetHandle handle = parse(keyset);
            KeysetHandle.Builder builder = KeysetHandle.newBuilder(handle);
            for (int i = handle.size() - 1; i >= 0; i--) {
                if (!handle.getAt(i).isPrimary()) {
                    builder.deleteAt(i);
                }
            }
            return json(builder.build());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key could not be taken out", e);
        }
    }

    public static int size(String keyset) {
        return parse(keyset).size();
    }

    /** Whether there is a key that is newer than the primary one. */
    public static boolean hasNewerThanPrimary(String keyset) {
        KeysetHandle handle = parse(keyset);
        return !handle.getAt(handle.size() - 1).isPrimary();
    }

    /** The key that seals. Tink gives each key a random id of 32 bits. */
    static int primaryId(String keyset) {
        return parse(keyset).getPrimary().getId();
    }

    /** Whether what the key sealed can be opened: a disabled one opens nothing. */
    static boolean hasKey(String keyset, int id) {
        KeysetHandle handle = parse(keyset);
        return IntStream.range(0, handle.size())
                .mapToObj(handle::getAt)
                .anyMatch(key -> key.getId() == id && key.getStatus() == KeyStatus.ENABLED);
    }

    /** How everything begins that the primary key has sealed: Tink puts a version and the key's id before it. */
    public static byte[] primaryPrefix(String keyset) {
        return ByteBuffer.allocate(5).put((byte) 1).putInt(primaryId(keyset)).array();
    }

    /** @throws BadSetting if it is none that seals */
    static Aead aead(String keyset) {
        try {
            return parse(keyset).getPrimitive(RegistryConfiguration.get(), Aead.class);
        } catch (GeneralSecurityException unusable) {
            throw notUsable();
        }
    }

    private static KeysetHandle parse(String keyset) {
        try {
            AeadConfig.register();
            return TinkJsonProtoKeysetFormat.parseKeyset(keyset, InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException | RuntimeException unusable) {
            throw notUsable();
        }
    }

    private static BadSetting notUsable() {
        return new BadSetting(
                PROPERTY,
                "is not a Tink AEAD keyset in JSON; put back the one that was in use: no other opens what it sealed."
                        + " For a new installation the command \"keys new\" makes one");
    }

    private static String json(KeysetHandle handle) throws GeneralSecurityException {
        return TinkJsonProtoKeysetFormat.serializeKeyset(handle, InsecureSecretKeyAccess.get())
                .replaceAll("\\s", "");
    }
}
