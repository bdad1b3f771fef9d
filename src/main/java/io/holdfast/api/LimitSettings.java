package io.holdfast.api;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/**
 * How often callers may call. The defaults stop a client that runs wild and never a contact centre: Genesys Cloud itself sends at most 2,500 requests
 * a minute for an organisation.
 */
@ConfigMapping(prefix = "holdfast.limits")
public interface LimitSettings {

    /** Requests a second that one credential may send in the long run; 0 is no limit. */
    @WithDefault("10000")
    int credentialRate();

    /** Webhooks a second that one address may send in the long run; 0 is no limit. */
    @WithDefault("2000")
    int webhookRate();

    /** Refused credentials and signatures a second from one address, before it is no longer told which it is; 0 is no limit. */
    @WithDefault("100")
    int failureRate();

    /** How many seconds' worth of each may come at once. */
    @WithDefault("10")
    int burstSeconds();
}
