package io.holdfast.secret;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Where HashiCorp Vault is, and how it knows us. */
@ConfigMapping(prefix = "holdfast.vault")
public interface VaultSettings {

    Optional<String> url();

    Optional<String> namespace();

    /** Certificates in PEM, in place of those of the Java platform. */
    Optional<String> caFile();

    Optional<String> token();

    Kubernetes kubernetes();

    /** Login with the pod's service account, in place of a token. */
    interface Kubernetes {

        Optional<String> role();

        /** Where the method is mounted; {@code kubernetes}, if it is not set. */
        Optional<String> mount();

        /** The file with the service account's token. */
        Optional<String> jwtPath();
    }
}
