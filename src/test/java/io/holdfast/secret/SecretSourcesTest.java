package io.holdfast.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets in files, in Vault and in AWS Secrets Manager; the latter two are servers on this machine that speak their API. */
class SecretSourcesTest {

    @TempDir
    Path folder;

    private HttpServer server;
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final Map<String, String> vault = new HashMap<>();
    private volatile String awsSecret = "{}";
    private volatile String goodToken = "root-token-of-the-test";
    private volatile int logins;
    private volatile boolean away;
    private volatile String awayWith = "{}";
    private volatile boolean stalling;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        System.setProperty("aws.accessKeyId", "AKIDEXAMPLE");
        System.setProperty("aws.secretAccessKey", "secret-of-the-test");
    }

    @AfterEach
    void stop() {
        server.stop(0);
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        calls.add(exchange.getRequestMethod() + " " + path);
        String token = exchange.getRequestHeaders().getFirst("X-Vault-Token");
        int status = 200;
        String answer;
        if (away) {
            status = 503;
            answer = awayWith;
        } else if ("secretsmanager.GetSecretValue"
                .equals(exchange.getRequestHeaders().getFirst("X-Amz-Target"))) {
            boolean signed = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"))
                    .startsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/");
            boolean known = signed && body.contains("\"prod/holdfast\"");
            status = known ? 200 : 400;
            answer = known
                    ? "{\"Name\":\"prod/holdfast\",\"SecretString\":\"" + awsSecret.replace("\"", "\\\"") + "\"}"
                    : "{\"__type\":\"ResourceNotFoundException\",\"Message\":\"no\"}";
            exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
        } else if (path.equals("/v1/auth/kubernetes/login")) {
            boolean known = body.contains("\"role\":\"holdfast\"") && body.contains("\"jwt\":\"the-jwt\"");
            status = known ? 200 : 403;
            logins++;
            goodToken = "token-of-login-" + logins;
            answer = "{\"auth\":{\"client_token\":\"" + goodToken + "\",\"lease_duration\":3600,\"renewable\":true}}";
        } else if (!goodToken.equals(token)) {
            status = 403;
            answer = "{\"errors\":[\"permission denied\"]}";
        } else if (path.equals("/v1/auth/token/lookup-self")) {
            answer = "{\"data\":{\"ttl\":0,\"renewable\":false}}";
        } else if (path.equals("/v1/secret/data/pay/stripe")) {
            StringBuilder data = new StringBuilder();
            vault.forEach(
                    (key, value) -> data.append(data.isEmpty() ? "" : ",").append("\"" + key + "\":\"" + value + "\""));
            answer = "{\"data\":{\"data\":{" + data + "},\"metadata\":{\"version\":1}}}";
        } else {
            status = 404;
            answer = "{\"errors\":[]}";
        }
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        if (stalling) {
            exchange.sendResponseHeaders(status, bytes.length + 1);
            exchange.getResponseBody().write(bytes);
            exchange.getResponseBody().flush();
            return;
        }
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static SmallRyeConfig config(Map<String, String> settings, Map<String, String> environment) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredSecretKeysHandlers()
                .withSources(new PropertiesConfigSource(settings, "test", 400))
                .withSources(new SecretFiles(environment))
                .build();
    }

    @Test
    void aSettingIsReadFromAFileAndAgainWhenItHasChanged() throws IOException {
        // given
        Path file = Files.writeString(folder.resolve("key"), "sk_first\n");
        SmallRyeConfig config = config(Map.of("a.b", "${file::" + file + "}"), Map.of());
        assertThat(config.getValue("a.b", String.class)).isEqualTo("sk_first");
        Files.writeString(file, "sk_second\n");

        // when
        String before = config.getValue("a.b", String.class);
        SecretReaders.refresh();
        String after = config.getValue("a.b", String.class);

        // then
        assertThat(before).isEqualTo("sk_first");
        assertThat(after).isEqualTo("sk_second");
    }

    @Test
    void everyFileOfAFolderIsAProperty() throws IOException {
        // given
        Files.writeString(folder.resolve("holdfast.gateway.stripe.api-key"), "sk_in_folder");
        Files.createDirectory(folder.resolve("..data"));
        SmallRyeConfig config = config(Map.of("holdfast.secrets.folder", folder.toString()), Map.of());

        // when
        String value = config.getValue("holdfast.gateway.stripe.api-key", String.class);

        // then
        assertThat(value).isEqualTo("sk_in_folder");
    }

    @Test
    void anEnvironmentVariableCanNameAFile() throws IOException {
        // given
        Path file = Files.writeString(folder.resolve("key"), "sk_of_variable");
        SmallRyeConfig config =
                config(Map.of(), Map.of("HOLDFAST_GATEWAY_STRIPE_API_KEY_FILE", file.toString(), "OTHER_FILE", "/x"));

        // when
        String value = config.getValue("holdfast.gateway.stripe.api-key", String.class);

        // then
        assertThat(value).isEqualTo("sk_of_variable");
    }

    @Test
    void aSettingThatIsAFileIsNotTheValueOfAnother() throws IOException {
        // given
        List<String> documented = Pattern.compile("^\\| `(holdfast\\.[^`]+)` \\| ", Pattern.MULTILINE)
                .matcher(Files.readString(Path.of("docs/operating.md")).split("## Settings")[1])
                .results()
                .map(row -> row.group(1).toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_"))
                .toList();

        // when
        SmallRyeConfig config = config(
                Map.of(), documented.stream().collect(Collectors.toMap(name -> name, name -> "/nowhere", (a, b) -> a)));

        // then
        assertThat(documented).contains("HOLDFAST_VAULT_CA_FILE");
        assertThat(config.getPropertyNames()).noneMatch(name -> name.startsWith("HOLDFAST_"));
    }

    @Test
    void aFileThatIsMissingIsSaidInOneLine() {
        // given
        SmallRyeConfig config = config(Map.of("a.b", "${file::/nowhere/key}"), Map.of());

        // when, then
        assertThatThrownBy(() -> config.getValue("a.b", String.class))
                .isInstanceOf(SecretUnavailable.class)
                .hasMessage("the file /nowhere/key cannot be read");
    }

    @Test
    void aSettingIsReadFromVaultWithAToken() {
        // given
        vault.put("api-key", "sk_vault_1");
        SmallRyeConfig config = config(
                Map.of(
                        "holdfast.vault.url",
                        url(),
                        "holdfast.vault.token",
                        goodToken,
                        "a.b",
                        "${vault::secret/pay/stripe#api-key}"),
                Map.of());
        assertThat(config.getValue("a.b", String.class)).isEqualTo("sk_vault_1");
        vault.put("api-key", "sk_vault_2");

        // when
        SecretReaders.refresh();

        // then
        assertThat(config.getValue("a.b", String.class)).isEqualTo("sk_vault_2");
    }

    @Test
    void whileVaultIsAwayWhatWasReadIsUsed() {
        // given
        vault.put("api-key", "sk_vault_1");
        SmallRyeConfig config = config(
                Map.of(
                        "holdfast.vault.url",
                        url(),
                        "holdfast.vault.token",
                        goodToken,
                        "a.b",
                        "${vault::secret/pay/stripe#api-key}",
                        "a.c",
                        "${vault::secret/pay/other#api-key}"),
                Map.of());
        assertThat(config.getValue("a.b", String.class)).isEqualTo("sk_vault_1");
        away = true;

        // when
        int unread = SecretReaders.refresh();

        // then
        assertThat(unread).isPositive();
        assertThat(config.getValue("a.b", String.class)).isEqualTo("sk_vault_1");
        assertThatThrownBy(() -> config.getValue("a.c", String.class))
                .isInstanceOf(SecretUnavailable.class)
                .hasMessageContaining("503")
                .hasMessageNotContaining(goodToken);
    }

    @Test
    @Timeout(60)
    void aVaultThatStallsAmidItsAnswerIsAwayAndIsAskedAgain() {
        // given
        vault.put("api-key", "sk_vault_1");
        SmallRyeConfig config = config(
                Map.of(
                        "holdfast.vault.url",
                        url(),
                        "holdfast.vault.token",
                        goodToken,
                        "a.b",
                        "${vault::secret/pay/stripe#api-key}"),
                Map.of());
        assertThat(config.getValue("a.b", String.class)).isEqualTo("sk_vault_1");
        vault.put("api-key", "sk_vault_2");
        stalling = true;

        // when
        SecretReaders.refresh();
        String meanwhile = config.getValue("a.b", String.class);
        stalling = false;
        SecretReaders.refresh();

        // then
        assertThat(meanwhile).isEqualTo("sk_vault_1");
        assertThat(config.getValue("a.b", String.class)).isEqualTo("sk_vault_2");
    }

    @Test
    void anAnswerOfVaultThatIsTooLongIsNotKept() {
        // given
        vault.put("api-key", "x".repeat(2 << 20));
        SmallRyeConfig config = config(
                Map.of(
                        "holdfast.vault.url",
                        url(),
                        "holdfast.vault.token",
                        goodToken,
                        "a.b",
                        "${vault::secret/pay/stripe#api-key}"),
                Map.of());

        // when, then
        assertThatThrownBy(() -> config.getValue("a.b", String.class))
                .isInstanceOf(SecretUnavailable.class)
                .hasMessage("Vault's answer is too long for a secret");
    }

    @Test
    void inKubernetesTheServiceAccountLogsInAndAgainWhenItsTokenIsRevoked() throws IOException {
        // given
        vault.put("api-key", "sk_vault_1");
        Path jwt = Files.writeString(folder.resolve("jwt"), "the-jwt");
        SmallRyeConfig config = config(
                Map.of(
                        "holdfast.vault.url",
                        url(),
                        "holdfast.vault.kubernetes.role",
                        "holdfast",
                        "holdfast.vault.kubernetes.jwt-path",
                        jwt.toString(),
                        "a.b",
                        "${vault::secret/pay/stripe#api-key}"),
                Map.of());
        assertThat(config.getValue("a.b", String.class)).isEqualTo("sk_vault_1");
        goodToken = "revoked";
        vault.put("api-key", "sk_vault_2");

        // when
        SecretReaders.refresh();

        // then
        assertThat(config.getValue("a.b", String.class)).isEqualTo("sk_vault_2");
        assertThat(logins).isEqualTo(2);
    }

    @Test
    void aSettingIsReadFromAwsWholeOrByField() {
        // given
        awsSecret = "{\"stripe\":\"sk_aws_1\"}";
        SmallRyeConfig config = config(
                Map.of(
                        "holdfast.aws.endpoint", url(),
                        "holdfast.aws.region", "eu-central-1",
                        "a.field", "${aws::prod/holdfast#stripe}",
                        "a.whole", "${aws::prod/holdfast}",
                        "a.none", "${aws::prod/nothing}"),
                Map.of());
        assertThat(config.getValue("a.field", String.class)).isEqualTo("sk_aws_1");
        assertThat(config.getValue("a.whole", String.class)).isEqualTo(awsSecret);
        awsSecret = "{\"stripe\":\"sk_aws_2\"}";

        // when
        SecretReaders.refresh();

        // then
        assertThat(config.getValue("a.field", String.class)).isEqualTo("sk_aws_2");
        assertThatThrownBy(() -> config.getValue("a.none", String.class))
                .isInstanceOf(SecretUnavailable.class)
                .hasMessageContaining("ResourceNotFoundException")
                .hasMessageContaining("prod/nothing");
    }

    @Test
    void anAnswerThatIsNotAwssHasNoCodeToTell() {
        // given
        away = true;
        awayWith = "<html>Bad Gateway</html>";
        SmallRyeConfig config = config(
                Map.of(
                        "holdfast.aws.endpoint", url(),
                        "holdfast.aws.region", "eu-central-1",
                        "a.field", "${aws::prod/other#stripe}"),
                Map.of());

        // when, then
        assertThatThrownBy(() -> config.getValue("a.field", String.class))
                .isInstanceOf(SecretUnavailable.class)
                .hasMessage("AWS answers 503 for the secret prod/other");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "<html>Service Unavailable</html>", ""})
    void whileAwsIsAwayWhatWasReadIsUsed(String answer) {
        // given
        awsSecret = "{\"stripe\":\"sk_aws_1\"}";
        SmallRyeConfig config = config(
                Map.of(
                        "holdfast.aws.endpoint", url(),
                        "holdfast.aws.region", "eu-central-1",
                        "a.field", "${aws::prod/holdfast#stripe}"),
                Map.of());
        assertThat(config.getValue("a.field", String.class)).isEqualTo("sk_aws_1");
        awayWith = answer;
        away = true;

        // when
        SecretReaders.refresh();

        // then
        assertThat(config.getValue("a.field", String.class)).isEqualTo("sk_aws_1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"of the shop", "20%zz", "is it?yes=1", "größe"})
    void aSecretOfVaultMayHaveANameThatNoAddressHas(String name) {
        // given
        SmallRyeConfig config = config(
                Map.of(
                        "holdfast.vault.url",
                        url(),
                        "holdfast.vault.token",
                        goodToken,
                        "a.b",
                        "${vault::secret/pay/" + name + "#api-key}"),
                Map.of());

        // when, then
        assertThatThrownBy(() -> config.getValue("a.b", String.class))
                .isInstanceOf(SecretUnavailable.class)
                .hasMessage("Vault answers 404 for the secret secret/pay/" + name);
        assertThat(calls).last().isEqualTo("GET /v1/secret/data/pay/" + name);
    }

    @Test
    void aNamespaceOfVaultThatIsNoneIsSaid() {
        // given
        SmallRyeConfig config = config(
                Map.of(
                        "holdfast.vault.url",
                        url(),
                        "holdfast.vault.namespace",
                        "team\nother",
                        "holdfast.vault.token",
                        goodToken,
                        "a.b",
                        "${vault::secret/pay/stripe#api-key}"),
                Map.of());

        // when, then
        assertThatThrownBy(() -> config.getValue("a.b", String.class))
                .isInstanceOf(SecretUnavailable.class)
                .hasMessageStartingWith("holdfast.vault.namespace: ");
    }

    @Test
    void aTokenOfVaultThatIsNoneIsNotTold() {
        // given
        SmallRyeConfig config = config(
                Map.of(
                        "holdfast.vault.url",
                        url(),
                        "holdfast.vault.token",
                        goodToken + "\nof the second line",
                        "a.b",
                        "${vault::secret/pay/stripe#api-key}"),
                Map.of());

        // when, then
        assertThatThrownBy(() -> config.getValue("a.b", String.class))
                .isInstanceOf(SecretUnavailable.class)
                .hasMessageStartingWith("holdfast.vault.token: ")
                .hasMessageNotContaining(goodToken);
    }
}
