package io.holdfast.gateway.erp;

import com.fasterxml.jackson.databind.JsonNode;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.GatewayOutcome;
import io.holdfast.gateway.wire.Undecided;
import io.holdfast.gateway.wire.WireAnswer;
import io.holdfast.gateway.wire.WireJson;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An answer of the gateway that has to be read: an authorization, an error, or something else.
 *
 * @param body empty if it is not a JSON object
 * @param view the authorization, if the body is one that can be read
 */
record ErpAnswer(WireAnswer.Answered http, Optional<JsonNode> body, Optional<AuthorizationView> view) {

    private static final Pattern ABOUT_KEY = Pattern.compile("(?i)idempoten|\\bkey|_key|key_");

    private static final Pattern STILL_RUNNING =
            Pattern.compile("(?i)in.?use|in.?flight|progress|running|pending|lock");

    /** Said of a request, and not only of its key, that is not decided yet. */
    private static final Pattern UNDER_WAY = Pattern.compile(
            "(?i)in.?flight|in.?progress|being.?processed|(still|already|currently).?(running|processing|processed)");

    /** What may be said of a request that came before, and came again. */
    private static final Pattern ABOUT_ANOTHER_ATTEMPT =
            Pattern.compile("(?i)in.?use|running|pending|being|already|duplicate|conflict|concurren|busy|again|retry");

    static ErpAnswer of(WireAnswer.Answered http, ErpAuthorizations authorizations) {
        Optional<JsonNode> body = WireJson.readObject(http.body());
        return new ErpAnswer(http, body, body.flatMap(authorizations::read));
    }

    int status() {
        return http.status();
    }

    boolean isSuccess() {
        return http.isSuccess();
    }

    /**
     * Whether the gateway says no: by its status, and unless the body says that it is about the key, about a request that is still under way, or about something
     * not understood. A page or a text is not the gateway's; whoever stands before it may know nothing of the request. Only a 402 has no other meaning.
     */
    boolean isRefusal() {
        return http.canBeRefusal()
                && (isReadable() || http.isPaymentRequired())
                && !isKeyMismatch()
                && !isUnderWay()
                && !hasStrangeStatus();
    }

    /** Whether there is nothing in it that cannot be read. */
    boolean isReadable() {
        return body.isPresent() || http.body().isBlank();
    }

    /** Of a no, whether it says what it means. */
    GatewayOutcome.Clarity clarity() {
        if (http.isPaymentRequired() || saysDeclined()) {
            return GatewayOutcome.Clarity.CLEAR;
        }
        if (body.isEmpty()) {
            return GatewayOutcome.Clarity.MUTE;
        }
        return refusalCode()
                        .filter(it -> !ABOUT_ANOTHER_ATTEMPT.matcher(it).find())
                        .isPresent()
                ? GatewayOutcome.Clarity.CLEAR
                : GatewayOutcome.Clarity.VAGUE;
    }

    private boolean saysDeclined() {
        return body.flatMap(it -> WireJson.text(it, "status"))
                .filter("declined"::equals)
                .isPresent();
    }

    /** The error's code; empty if the body is no error. */
    Optional<String> errorCode() {
        return body.map(it -> it.get("error")).filter(JsonNode::isObject).flatMap(it -> WireJson.text(it, "code"));
    }

    /** Why it was refused, in the gateway's words. */
    Optional<String> refusalCode() {
        return body.flatMap(it -> WireJson.text(it, "decline_code")).or(this::errorCode);
    }

    /** In a word, for operators: the error's code, or the HTTP status. */
    String word() {
        return DeclineCodes.failureCode(errorCode(), Undecided.word(http));
    }

    /**
     * The key came with another body before. What became of that body is not known by this answer. The contract gives this error no code, so every one
     * that speaks of a key is taken for it: a no that is taken for a question is asked after, the other way round a hold would be lost.
     */
    private boolean isKeyMismatch() {
        return errorCode().filter(it -> ABOUT_KEY.matcher(it).find()).isPresent();
    }

    private boolean isUnderWay() {
        return errorCode().filter(it -> UNDER_WAY.matcher(it).find()).isPresent();
    }

    /** Whether the key belongs to another request for ever: of a Holdfast whose database was older when it was restored than this one's. */
    boolean isKeySpent() {
        return http.canBeRefusal()
                && isKeyMismatch()
                && errorCode().filter(it -> STILL_RUNNING.matcher(it).find()).isEmpty();
    }

    /** An authorization with a status that is in no contract: what it means cannot be told from the HTTP status alone. */
    private boolean hasStrangeStatus() {
        return view.isEmpty()
                && body.filter(it -> it.hasNonNull("id") && it.path("status").isTextual())
                        .isPresent();
    }
}
