package io.holdfast.genesys;

import io.holdfast.genesys.DataAction.Result;
import io.holdfast.testing.WithGateways;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * An integration with its credential and its data actions, as a flow uses it. With OAuth, the token is kept; a call that fails with it is
 * authenticated anew and repeated, as the platform does.
 */
final class Integration {

    private final Map<String, ActionFile> files;
    private final boolean oauth;
    private String token = "none yet";

    private Integration(boolean oauth) {
        this.oauth = oauth;
        this.files = ActionFile.in(oauth ? ActionFile.OAUTH_FOLDER : ActionFile.FOLDER).stream()
                .collect(Collectors.toMap(ActionFile::name, Function.identity()));
    }

    static Integration withApiKey() {
        return new Integration(false);
    }

    static Integration withOauth() {
        return new Integration(true);
    }

    Result call(String action, Map<String, Object> inputs, Line line) {
        Result result = attempt(action, inputs, line);
        boolean stale = oauth && result instanceof Result.Failure failure && failure.status() == 401;
        if (stale) {
            authenticate(line);
            return attempt(action, inputs, line);
        }
        return result;
    }

    private Result attempt(String action, Map<String, Object> inputs, Line line) {
        Map<String, Object> secrets = oauth ? Secrets.oauth(token) : Secrets.apiKey(WithGateways.API_KEY);
        return new DataAction(files.get(action), secrets).call(inputs, line);
    }

    private void authenticate(Line line) {
        Result result =
                new DataAction(ActionFile.read(ActionFile.CUSTOM_AUTH), Secrets.oauth(token)).call(Map.of(), line);
        if (result instanceof Result.Success success) {
            token = success.outputs().path("access_token").asText();
        }
    }

    @Override
    public String toString() {
        return oauth ? "OAuth" : "API key";
    }
}
