package io.holdfast.settings;

import java.net.URI;
import java.net.URISyntaxException;

/** An address in a setting. */
public final class WebAddress {

    private static final int LAST_PORT = 65_535;

    private WebAddress() {}

    /**
     * Reads one.
     *
     * @param property the full name of the setting
     * @param example what would be right
     * @throws BadSetting if it is not an absolute http or https address, of a port that there is, without user and fragment
     */
    public static URI of(String property, String value, String example) {
        URI address = parsed(property, value.strip());
        boolean http = "http".equalsIgnoreCase(address.getScheme()) || "https".equalsIgnoreCase(address.getScheme());
        if (!http || address.getHost() == null) {
            throw new BadSetting(property, "must be an address such as " + example);
        }
        if (address.getRawUserInfo() != null || address.getRawFragment() != null) {
            throw new BadSetting(property, "must have no user and no fragment");
        }
        if (!isPort(address.getPort())) {
            throw new BadSetting(property, "must have a port from 1 to " + LAST_PORT + ", or none");
        }
        return address;
    }

    /** @param port -1 for that of the scheme */
    private static boolean isPort(int port) {
        return port == -1 || (1 <= port && port <= LAST_PORT);
    }

    private static URI parsed(String property, String value) {
        try {
            return new URI(value);
        } catch (URISyntaxException e) {
            throw new BadSetting(property, "is not an address");
        }
    }
}
