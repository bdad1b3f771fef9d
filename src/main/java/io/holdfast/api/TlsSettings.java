package io.holdfast.api;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What callers have to show when they connect by TLS. */
@ConfigMapping(prefix = "holdfast.tls")
public interface TlsSettings {

    /** Whether a caller needs a certificate that the server's trust store knows, beside its credential. */
    @WithDefault("none")
    ClientAuth clientAuth();

    /** How much a certificate matters. */
    enum ClientAuth {
        /** Nobody is asked for one. */
        NONE,
        /** A good one is welcome, a bad one is refused. */
        REQUEST,
        /** Without a good one there is no connection. */
        REQUIRED
    }
}
