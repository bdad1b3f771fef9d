package io.holdfast.secret;

import io.holdfast.carddata.CardDataMask;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The last line before a log line is written: masks card numbers, the secrets this process was given, and what has the form of a secret or of a payment
 * token. Nothing that is masked here should have come this far.
 */
public final class LogMask {

    private static final String STARS = "***";

    /** What follows a name that says it is secret: {@code password=…}, {@code "api_key":"…"}. */
    private static final String NAMED =
            "(?:password|passwd|secret|token|api[_-]?key|keyset|payment_method_id|paymentMethodId"
                    + "|storedPaymentMethodId|shopper_reference)";

    /** Group 1 stays, the rest of the match goes. */
    private static final Pattern FORMS = Pattern.compile(
            // header lines, however a client prints them
            "((?i:authorization|x-api-key|cookie)[\"']?\\s*[:=]\\s*[\"']?)[^\\s\"',;\\]}][^\\r\\n\"',;\\]}]*"
                    + "|((?i:" + NAMED + ")=)[^\\s\"',;&)\\]}]+"
                    + "|(\\\\?\"(?i:[a-z_-]*" + NAMED + ")\\\\?\"\\s*:\\s*\\\\?\")[^\"\\\\]*"
                    + "|\\b((?i:bearer|basic)\\s+)[A-Za-z0-9._~+/-]{8,}=*"
                    // addresses that have a token in them
                    + "|(/(?i:payment_?methods|storedPaymentMethods)/)[^/\\s\"'?]+"
                    // JSON Web Tokens
                    + "|\\b(eyJ)[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]*)*"
                    // what the gateways, Vault and Holdfast itself put before theirs
                    + "|\\b(whsec_|sk_live_|sk_test_|rk_live_|rk_test_|hf_|hvs\\.|pm_|tok_)[A-Za-z0-9+/=_-]+");

    private LogMask() {}

    /** The text without any of it; the same object if there was none. */
    public static String mask(String text) {
        return forms(KnownSecrets.mask(CardDataMask.mask(text), STARS));
    }

    private static String forms(String text) {
        Matcher found = FORMS.matcher(text);
        if (!found.find()) {
            return text;
        }
        StringBuilder masked = new StringBuilder(text.length());
        do {
            found.appendReplacement(masked, "");
            for (int group = 1; group <= found.groupCount(); group++) {
                if (found.group(group) != null) {
                    masked.append(found.group(group));
                }
            }
            masked.append(STARS);
        } while (found.find());
        return found.appendTail(masked).toString();
    }
}
