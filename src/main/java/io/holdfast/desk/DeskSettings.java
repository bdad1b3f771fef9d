package io.holdfast.desk;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;

/** The agent's page. */
@ConfigMapping(prefix = "holdfast.desk")
public interface DeskSettings {

    /**
     * The pages that may show this one in a frame, besides its own: origins as in Content-Security-Policy. The default is Genesys Cloud's desktop in every
     * region.
     */
    @WithDefault("https://apps.mypurecloud.com,https://apps.mypurecloud.ie,https://apps.mypurecloud.de,"
            + "https://apps.mypurecloud.com.au,https://apps.mypurecloud.jp,https://apps.usw2.pure.cloud,"
            + "https://apps.cac1.pure.cloud,https://apps.apne2.pure.cloud,https://apps.apne3.pure.cloud,"
            + "https://apps.euw2.pure.cloud,https://apps.euc2.pure.cloud,https://apps.aps1.pure.cloud,"
            + "https://apps.sae1.pure.cloud,https://apps.mec1.pure.cloud,https://apps.mxc1.pure.cloud,"
            + "https://apps.apse1.pure.cloud,https://apps.use2.us-gov-pure.cloud")
    List<String> frameAncestors();

    /** A session that is not used for so long is over. */
    @WithDefault("30m")
    Duration idle();

    /** A session is over after so long, however much it is used. */
    @WithDefault("12h")
    Duration longestSession();

    /** A hold that lapses within this time is shown as lapsing soon. */
    @WithDefault("48h")
    Duration lapsingWithin();

    /** How many pages may follow a dispute live at once, on one replica; further ones have to be reloaded. */
    @WithDefault("1000")
    int streams();
}
