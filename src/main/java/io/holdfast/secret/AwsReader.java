package io.holdfast.secret;

import io.holdfast.settings.BadSetting;
import io.holdfast.settings.WebAddress;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClientBuilder;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;

/**
 * AWS Secrets Manager: {@code ${aws::prod/holdfast#stripe-key}} is the field {@code stripe-key} of the JSON in the secret {@code prod/holdfast}, and
 * {@code ${aws::prod/stripe-key}} a whole secret. Credentials and region are found as AWS's own tools find them.
 */
// The SDK looks for it by its name when a profile assumes a role. Its sister, for the roles of Kubernetes service
// accounts, the SDK registers itself.
@RegisterForReflection(classNames = "software.amazon.awssdk.services.sts.internal.StsProfileCredentialsProviderFactory")
final class AwsReader extends CachingReader<String> {

    static final String NAME = "aws";

    private static final String PREFIX = "holdfast.aws.";
    private static final Duration CALL = Duration.ofSeconds(5);
    private static final Duration WITH_REPEATS = Duration.ofSeconds(10);

    private final Function<String, Optional<String>> settings;
    private SecretsManagerClient client;

    /** @param settings values of {@code holdfast.aws.*}, read when they are first needed */
    AwsReader(Function<String, Optional<String>> settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    synchronized String fetch(String id) {
        try {
            String secret =
                    client().getSecretValue(request -> request.secretId(id)).secretString();
            if (secret == null) {
                throw new SecretUnavailable("the AWS secret " + id + " is binary; a text is needed");
            }
            return secret;
        } catch (SecretsManagerException refused) {
            // A proxy between names no code.
            String code = Optional.ofNullable(refused.awsErrorDetails())
                    .map(AwsErrorDetails::errorCode)
                    .map(it -> " " + it)
                    .orElse("");
            throw new SecretUnavailable("AWS answers " + refused.statusCode() + code + " for the secret " + id);
        } catch (SdkException | IllegalArgumentException away) {
            // Its message may quote what was sent.
            throw new SecretUnavailable("the AWS secret " + id + " cannot be had: "
                    + away.getClass().getSimpleName() + "; check region, credentials and network");
        }
    }

    @Override
    String pick(String secret, String field, String reference) {
        return field.isEmpty() ? secret : JsonFields.text(secret, field, reference);
    }

    private SecretsManagerClient client() {
        if (client == null) {
            SecretsManagerClientBuilder builder = SecretsManagerClient.builder()
                    .httpClientBuilder(UrlConnectionHttpClient.builder()
                            .connectionTimeout(CALL)
                            .socketTimeout(CALL))
                    .overrideConfiguration(
                            calls -> calls.apiCallAttemptTimeout(CALL).apiCallTimeout(WITH_REPEATS));
            settings.apply(PREFIX + "region").ifPresent(it -> builder.region(Region.of(it.strip())));
            settings.apply(PREFIX + "endpoint").ifPresent(it -> builder.endpointOverride(endpoint(it)));
            client = builder.build();
        }
        return client;
    }

    private static URI endpoint(String address) {
        try {
            return WebAddress.of(PREFIX + "endpoint", address, "https://secretsmanager.eu-central-1.amazonaws.com");
        } catch (BadSetting wrong) {
            throw new SecretUnavailable(wrong.getMessage());
        }
    }
}
