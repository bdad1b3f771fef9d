package io.holdfast.notify.genesys;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Where an organisation lives. Source: the region list of the Genesys Cloud developer pages, November 2026. */
final class Region {

    private static final Map<String, String> HOSTS = Map.ofEntries(
            Map.entry("us-east-1", "mypurecloud.com"),
            Map.entry("us-east-2", "use2.us-gov-pure.cloud"),
            Map.entry("us-west-2", "usw2.pure.cloud"),
            Map.entry("ca-central-1", "cac1.pure.cloud"),
            Map.entry("mx-central-1", "mxc1.pure.cloud"),
            Map.entry("sa-east-1", "sae1.pure.cloud"),
            Map.entry("eu-west-1", "mypurecloud.ie"),
            Map.entry("eu-west-2", "euw2.pure.cloud"),
            Map.entry("eu-central-1", "mypurecloud.de"),
            Map.entry("eu-central-2", "euc2.pure.cloud"),
            Map.entry("me-central-1", "mec1.pure.cloud"),
            Map.entry("ap-south-1", "aps1.pure.cloud"),
            Map.entry("ap-southeast-1", "apse1.pure.cloud"),
            Map.entry("ap-southeast-2", "mypurecloud.com.au"),
            Map.entry("ap-northeast-1", "mypurecloud.jp"),
            Map.entry("ap-northeast-2", "apne2.pure.cloud"),
            Map.entry("ap-northeast-3", "apne3.pure.cloud"));

    private Region() {}

    /** @param name a host, or the region's name at AWS */
    static Optional<String> host(String name) {
        String known = name.strip().toLowerCase(Locale.ROOT);
        return HOSTS.containsValue(known) ? Optional.of(known) : Optional.ofNullable(HOSTS.get(known));
    }

    static String known() {
        return String.join(", ", new TreeSet<>(HOSTS.values()));
    }
}
