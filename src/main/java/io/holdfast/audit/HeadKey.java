package io.holdfast.audit;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeyTemplates;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.PublicKeySign;
import com.google.crypto.tink.PublicKeyVerify;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.signature.SignatureConfig;
import io.holdfast.settings.BadSetting;
import java.security.GeneralSecurityException;

/** Signs daily heads and verifies their signatures, with Google Tink (Ed25519). */
public final class HeadKey {

    public static final String SIGNING = "holdfast.audit.signing-keyset";
    public static final String VERIFYING = "holdfast.audit.verifying-keyset";

    private final KeysetHandle keys;

    private HeadKey(KeysetHandle keys) {
        this.keys = keys;
    }

    /** @throws BadSetting if it is no keyset that signs */
    public static HeadKey signing(String keyset) {
        try {
            SignatureConfig.register();
            KeysetHandle handle = TinkJsonProtoKeysetFormat.parseKeyset(keyset, InsecureSecretKeyAccess.get());
            handle.getPrimitive(RegistryConfiguration.get(), PublicKeySign.class);
            return new HeadKey(handle);
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new BadSetting(SIGNING, "is not a Tink signature keyset in JSON; make one with \"audit keys\"");
        }
    }

    /** @throws BadSetting if it is no public keyset */
    public static HeadKey verifying(String keyset) {
        try {
            SignatureConfig.register();
            return new HeadKey(TinkJsonProtoKeysetFormat.parseKeysetWithoutSecret(keyset));
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new BadSetting(
                    VERIFYING, "is not a public Tink signature keyset in JSON; make one with \"audit keys\"");
        }
    }

    /** A new private keyset with one Ed25519 key, in Tink's JSON. */
    public static String newKeyset() {
        try {
            SignatureConfig.register();
            return TinkJsonProtoKeysetFormat.serializeKeyset(
                    KeysetHandle.generateNew(KeyTemplates.get("ED25519")), InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Ed25519 is not to be had on this Java platform", e);
        }
    }

    /** What an auditor needs to verify what this key signed, in Tink's JSON; no secret. */
    public String publicKeyset() {
        try {
            return TinkJsonProtoKeysetFormat.serializeKeysetWithoutSecret(keys.getPublicKeysetHandle());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this keyset has no public half", e);
        }
    }

    public byte[] sign(byte[] hash) {
        try {
            return keys.getPrimitive(RegistryConfiguration.get(), PublicKeySign.class)
                    .sign(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("signing failed", e);
        }
    }

    /** This key, or what it signed can be verified with. */
    public HeadKey verifier() {
        return verifying(publicKeyset());
    }

    public boolean verifies(byte[] signature, byte[] hash) {
        try {
            keys.getPrimitive(RegistryConfiguration.get(), PublicKeyVerify.class)
                    .verify(signature, hash);
            return true;
        } catch (GeneralSecurityException wrong) {
            return false;
        }
    }
}
