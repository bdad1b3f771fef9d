package io.holdfast.secret;

import com.google.crypto.tink.Aead;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.Sealed;
import io.holdfast.settings.BadSetting;
import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalInt;

/** {@link TokenSealer} with Google Tink: AEAD under the keyset's primary key, the dispute's id as associated data. */
@Startup
@Singleton
public class TinkSealer implements TokenSealer, SessionSealer {

    /** Never the length of a dispute's id, so that what is sealed for the one does not open as the other. */
    private static final byte[] SESSION = "session".getBytes(StandardCharsets.US_ASCII);

    private final Rotating<Aead> aead;

    /** @throws BadSetting if the keyset is missing or cannot be used */
    @Inject
    TinkSealer(CryptoSettings settings, Secrets secrets) {
        aead = secrets.watch(
                Keysets.PROPERTY,
                settings.keyset()
                        .filter(keyset -> !keyset.isBlank())
                        .orElseThrow(() -> new BadSetting(
                                Keysets.PROPERTY,
                                "is not set; make one with the command \"keys new\" and keep it like a password")),
                new Succession()::next);
    }

    /**
     * One whose keys never change.
     *
     * @throws BadSetting if the keyset cannot be used
     */
    public TinkSealer(String keyset) {
        aead = Rotating.fixed(Keysets.aead(keyset));
    }

    /** A new keyset with one AES-256-GCM key, in Tink's JSON. */
    public static String newKeyset() {
        return Keysets.create();
    }

    @Override
    public Sealed seal(Secret clear, DisputeId dispute) {
        try {
            return new Sealed(aead.get().encrypt(clear.reveal().getBytes(StandardCharsets.UTF_8), associated(dispute)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("sealing failed", e);
        }
    }

    @Override
    public Secret open(Sealed sealed, DisputeId dispute) {
        try {
            return Secret.of(
                    new String(aead.get().decrypt(sealed.bytes(), associated(dispute)), StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new UnsealingFailed(
                    "what was sealed for dispute " + dispute + " cannot be opened with the keys of " + Keysets.PROPERTY,
                    e);
        }
    }

    @Override
    public String sealSession(String clear) {
        try {
            byte[] sealed = aead.get().encrypt(clear.getBytes(StandardCharsets.UTF_8), SESSION);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("sealing failed", e);
        }
    }

    @Override
    public Optional<String> openSession(String sealed) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(sealed);
            return Optional.of(new String(aead.get().decrypt(bytes, SESSION), StandardCharsets.UTF_8));
        } catch (GeneralSecurityException | IllegalArgumentException foreign) {
            return Optional.empty();
        }
    }

    private static byte[] associated(DisputeId dispute) {
        return ByteBuffer.allocate(16)
                .putLong(dispute.value().getMostSignificantBits())
                .putLong(dispute.value().getLeastSignificantBits())
                .array();
    }

    /**
     * One keyset after another while the process runs. Each opens what the one before sealed: one that does not is another installation's most likely, and a second of
     * it would leave disputes behind that the right one does not open.
     */
    private static final class Succession {

        private OptionalInt sealing = OptionalInt.empty();

        /** @throws BadSetting if it cannot be used, or does not go on from the one before */
        synchronized Aead next(String keyset) {
            Aead aead = Keysets.aead(keyset);
            if (sealing.isPresent() && !Keysets.hasKey(keyset, sealing.getAsInt())) {
                throw new BadSetting(
                        Keysets.PROPERTY,
                        "has changed, and lacks the key that seals until now: what that sealed could not be opened any more."
                                + " Put a keyset there that has it, or restart every replica if it is to be given up");
            }
            sealing = OptionalInt.of(Keysets.primaryId(keyset));
            return aead;
        }
    }
}
