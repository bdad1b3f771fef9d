package io.holdfast.cli;

import io.holdfast.api.SecuritySettings;
import io.holdfast.settings.BadSetting;
import io.smallrye.config.SmallRyeConfig;
import java.util.List;

/** What only the text of a setting can tell. */
final class StartRules {

    private static final String API_KEYS = "holdfast.security.api-keys.";

    private StartRules() {}

    /** @throws BadSetting the first that is wrong */
    static void check(SmallRyeConfig config) {
        SecuritySettings security = config.getConfigMapping(SecuritySettings.class);
        security.apiKeys().forEach((name, key) -> requireCallCenters(config, name, key));
    }

    /** A list with nothing in it is as good as none to the library: a key that was meant for nobody's disputes would be for all. */
    private static void requireCallCenters(SmallRyeConfig config, String key, SecuritySettings.ApiKey settings) {
        if (settings.callCenters().stream().flatMap(List::stream).anyMatch(name -> !name.isBlank())) {
            return;
        }
        for (String name : List.of(key, '"' + key + '"')) {
            String property = API_KEYS + name + ".call-centers";
            if (config.getConfigValue(property).getRawValue() != null
                    || config.getConfigValue(property + "[0]").getRawValue() != null) {
                throw new BadSetting(property, "is set, and names no call centre; a key without it is for all");
            }
        }
    }
}
