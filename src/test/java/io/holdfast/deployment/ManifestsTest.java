package io.holdfast.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.holdfast.audit.report.Period;
import io.holdfast.cli.HoldfastCommand;
import io.quarkus.runtime.configuration.DurationConverter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The manifests of k8s/: they are what their schemas allow, what the restricted profile allows, and what the code is. */
class ManifestsTest {

    private static final Path K8S = Path.of("k8s");
    private static final String HOLDFAST_IMAGE = ".*/holdfast:\\d+\\.\\d+\\.\\d+";

    /** Of ClosingTime, beyond its setting: for the last commits, and for what is being told to others. */
    private static final Duration LAST_COMMITS = Duration.ofSeconds(6);

    @ParameterizedTest
    @ValueSource(strings = {"local", "production"})
    void everyManifestIsWhatItsSchemaAllows(String overlay) {
        // when
        List<ObjectNode> objects = overlay(overlay);

        // then
        assertThat(objects).hasSizeGreaterThan(15).allSatisfy(Schemas::read);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cluster/spec/primaryUpdateMethod=restat",
                "Cluster/spec/instances=0",
                "Cluster/spec/postgresql/synchronous/dataDurability=sometimes",
                "Cluster/spec/postgresql/synchronous/number=0",
                "Cluster/spec/postgresql/synchronous/failoverQuorums=true",
                "Cluster/spec/storage/size=50 gigabytes",
                "Cluster/spec/affinity/podAntiAffinityType=hard",
                "Cluster/spec/resources/request=none",
                "Cluster/spec/postgresql/parameter=none",
                "ScheduledBackup/spec/schedule=0 2 * * *",
                "ScheduledBackup/spec/method=barman",
                "ObjectStore/spec/retentionPolicy=35 days",
                "ObjectStore/spec/configuration/data/compression=zstd",
                "ObjectStore/spec/configuration/data/maxParallel=4",
                "ObjectStore/spec/configuration/wal/maxParallel=0"
            })
    void whatTheSchemaOfTheDatabaseForbidsIsSeen(String change) {
        // given
        int slash = change.indexOf('/');
        int equals = change.indexOf('=');
        ObjectNode manifest = byKey(overlay("production")).get(change.substring(0, slash) + "/holdfast-db");
        JsonPointer place = JsonPointer.compile(change.substring(slash, equals));
        String value = change.substring(equals + 1);

        // when
        ((ObjectNode) manifest.at(place.head()))
                .set(
                        place.last().getMatchingProperty(),
                        value.matches("\\d+") ? new IntNode(Integer.parseInt(value)) : new TextNode(value));

        // then
        assertThatThrownBy(() -> Schemas.read(manifest)).isInstanceOf(AssertionError.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "production"})
    void kubectlMakesTheSameOfThem(String overlay, @TempDir Path copy) throws Exception {
        // given
        assumeTrue(
                Programs.isThere("kubectl", "kustomize", "--help"),
                "no kubectl here: the stand-in is not held against it");
        copyTree(K8S, copy);
        Path secrets = copy.resolve("overlays/local/secrets.env");
        Files.copy(copy.resolve("overlays/local/secrets.env.example"), secrets, StandardCopyOption.REPLACE_EXISTING);

        // when
        String built = Programs.run(
                copy,
                List.of(
                        "kubectl",
                        "kustomize",
                        copy.resolve("overlays/" + overlay).toString()));

        // then
        Path file = copy.resolve("built.yaml");
        Files.writeString(file, built.replaceAll("(?m)(name: holdfast(-db-app)?)-(?!management)[a-z0-9]{10}$", "$1"));
        Map<String, ObjectNode> ours = byKey(overlay(overlay));
        Map<String, ObjectNode> theirs = byKey(Kustomize.read(file));
        assertThat(ours.keySet()).isEqualTo(theirs.keySet());
        assertThat(ours).allSatisfy((key, object) -> assertThat(object).isEqualTo(theirs.get(key)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "production"})
    void everyPodRunsWithTheLeastRights(String overlay) {
        assertThat(pods(overlay)).isNotEmpty().allSatisfy((name, pod) -> {
            JsonNode security = pod.path("securityContext");
            assertThat(security.path("runAsNonRoot").asBoolean()).as(name).isTrue();
            assertThat(security.path("runAsUser").asInt()).as(name).isPositive();
            assertThat(security.path("seccompProfile").path("type").asText())
                    .as(name)
                    .isEqualTo("RuntimeDefault");
            assertThat(pod.path("automountServiceAccountToken").asBoolean(true))
                    .as(name)
                    .isFalse();
            assertThat(pod.path("containers")).isNotEmpty().allSatisfy(container -> {
                JsonNode own = container.path("securityContext");
                assertThat(own.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
                assertThat(own.path("readOnlyRootFilesystem").asBoolean()).isTrue();
                assertThat(own.path("capabilities").path("drop").path(0).asText())
                        .isEqualTo("ALL");
                assertThat(container.path("resources").path("requests").has("memory"))
                        .isTrue();
                assertThat(container.path("resources").path("limits").has("memory"))
                        .isTrue();
                assertThat(container.path("volumeMounts").findValuesAsText("mountPath"))
                        .as("a place to write")
                        .contains("/tmp");
            });
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "production"})
    void everyImageIsPinned(String overlay) {
        // when
        List<String> images = overlay(overlay).stream()
                .flatMap(object -> Stream.concat(
                        object.findValuesAsText("image").stream(), object.findValuesAsText("imageName").stream()))
                .toList();

        // then
        assertThat(images)
                .hasSizeGreaterThan(4)
                .allMatch(image -> image.matches(".+:[0-9]+\\.[0-9].*"), "has a version")
                .noneMatch(image -> image.contains("latest"));
        assertThat(images)
                .filteredOn(image -> image.contains("holdfast"))
                .allMatch(image -> image.matches(HOLDFAST_IMAGE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "production"})
    void theVersionOfTheImageIsThisOne(String overlay) throws IOException {
        // given
        String version = Files.readString(Path.of("target/classes/io/holdfast/cli/version.txt"))
                .strip()
                .replace("-SNAPSHOT", "");

        // then
        assertThat(containers(overlay).values().stream()
                        .map(container -> container.path("image").asText())
                        .filter(image -> image.matches(HOLDFAST_IMAGE)))
                .hasSizeGreaterThan(4)
                .allMatch(image -> image.endsWith(":" + version), "is " + version);
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "production"})
    void everyArgumentIsOneThatTheProgramTakes(String overlay) {
        // when
        Map<String, JsonNode> holdfast = new TreeMap<>(containers(overlay));
        holdfast.values()
                .removeIf(container -> !container.path("image").asText().matches(HOLDFAST_IMAGE));

        // then
        assertThat(holdfast).hasSizeGreaterThan(4).allSatisfy((name, container) -> {
            assertThat(container.has("command"))
                    .as("the image's own entry point")
                    .isFalse();
            assertThat(wrongUsage(arguments(container))).isEmpty();
        });
        assertThat(holdfast.values().stream().map(ManifestsTest::arguments))
                .contains(List.of("migrate"), List.of("audit", "verify"), List.of("reconcile"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"migrat", "audit verfy", "reconcile --void-orphan", "migrate now", "sandbox --port many"})
    void anArgumentThatNoCommandTakesIsSeen(String arguments) {
        assertThat(wrongUsage(List.of(arguments.split(" ")))).isPresent();
    }

    /** What the command line has against them. */
    private static Optional<String> wrongUsage(List<String> arguments) {
        try {
            HoldfastCommand.line().parseArgs(arguments.toArray(String[]::new));
            return Optional.empty();
        } catch (CommandLine.ParameterException wrong) {
            return Optional.of(wrong.getMessage());
        }
    }

    private static List<String> arguments(JsonNode container) {
        return StreamSupport.stream(container.path("args").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static Map<String, JsonNode> containers(String overlay) {
        Map<String, JsonNode> containers = new TreeMap<>();
        pods(overlay)
                .forEach((pod, spec) -> List.of("containers", "initContainers")
                        .forEach(kind -> spec.path(kind)
                                .forEach(container -> containers.put(
                                        pod + "/" + container.path("name").asText(), container))));
        return containers;
    }

    @Test
    void portsAndProbesAreThoseOfTheProgram() throws IOException {
        // given
        Properties program = applicationProperties();
        JsonNode container =
                pods("production").get("Deployment/holdfast").path("containers").path(0);

        // then
        assertThat(port(container, "http")).isEqualTo(Integer.parseInt(program.getProperty("quarkus.http.port")));
        assertThat(port(container, "management"))
                .isEqualTo(Integer.parseInt(program.getProperty("quarkus.management.port")));
        assertThat(Map.of("startupProbe", "started", "livenessProbe", "live", "readinessProbe", "ready"))
                .allSatisfy((probe, page) -> {
                    JsonNode get = container.path(probe).path("httpGet");
                    assertThat(get.path("path").asText()).isEqualTo("/q/health/" + page);
                    assertThat(get.path("port").asText()).isEqualTo("management");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "production"})
    void whatSelectsFindsSomething(String overlay) {
        // given
        List<ObjectNode> objects = overlay(overlay);
        List<JsonNode> podLabels = new ArrayList<>();
        podTemplates(objects)
                .values()
                .forEach(template -> podLabels.add(template.path("metadata").path("labels")));
        Set<String> cnpg = Set.of("cnpg.io/cluster");

        // then
        for (JsonNode object : objects) {
            JsonNode spec = object.path("spec");
            JsonNode selector = switch (object.path("kind").asText()) {
                case "Service" -> spec.path("selector");
                case "Deployment", "StatefulSet", "PodDisruptionBudget" ->
                    spec.path("selector").path("matchLabels");
                case "NetworkPolicy" -> spec.path("podSelector").path("matchLabels");
                default -> null;
            };
            if (selector == null || selector.properties().stream().anyMatch(it -> cnpg.contains(it.getKey()))) {
                continue;
            }
            assertThat(podLabels)
                    .as(Kustomize.key(object) + " selects " + selector)
                    .anyMatch(labels -> matches(selector, labels));
        }
    }

    @Test
    void prometheusFindsTheManagementPort() {
        // given
        Map<String, ObjectNode> objects = byKey(overlay("production"));
        JsonNode monitor = objects.get("ServiceMonitor/holdfast").path("spec");
        JsonNode service = objects.get("Service/holdfast-management");

        // then
        assertThat(matches(
                        monitor.path("selector").path("matchLabels"),
                        service.path("metadata").path("labels")))
                .isTrue();
        assertThat(matches(
                        monitor.path("selector").path("matchLabels"),
                        objects.get("Service/holdfast").path("metadata").path("labels")))
                .as("the callers' service is not scraped")
                .isFalse();
        assertThat(monitor.path("endpoints").path(0).path("port").asText())
                .isEqualTo(
                        service.path("spec").path("ports").path(0).path("name").asText());
        assertThat(monitor.path("endpoints").path(0).path("path").asText()).isEqualTo("/q/metrics");
    }

    @Test
    void prometheusFindsTheInstancesOfTheDatabase() {
        // given
        Map<String, ObjectNode> objects = byKey(overlay("production"));
        JsonNode monitor = objects.get("PodMonitor/holdfast-db").path("spec");
        String cluster =
                objects.get("Cluster/holdfast-db").path("metadata").path("name").asText();

        // then
        assertThat(monitor.at("/selector/matchLabels").path("cnpg.io/cluster").asText())
                .isEqualTo(cluster);
        assertThat(monitor.at("/podMetricsEndpoints/0/port").asText()).isEqualTo("metrics");
        assertThat(AlertsTest.rules().stream()
                        .map(rule -> rule.path("expr").asText())
                        .filter(query -> query.contains("cnpg_") || query.contains("barman_")))
                .isNotEmpty()
                .allMatch(query -> query.contains("pod=~\"" + cluster + "-.*\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "production"})
    void everySettingIsOneOfTheProgram(String overlay) throws IOException {
        // given
        Set<String> known = knownVariables();
        Map<String, ObjectNode> objects = byKey(overlay(overlay));
        Set<String> given = new TreeSet<>();
        objects.get("ConfigMap/holdfast").path("data").fieldNames().forEachRemaining(given::add);
        Optional.ofNullable(objects.get("Secret/holdfast"))
                .ifPresent(secret -> secret.path("data").fieldNames().forEachRemaining(given::add));
        for (String name : List.of("Deployment/holdfast", "Job/holdfast-migrate", "CronJob/holdfast-reconcile")) {
            given.addAll(
                    pods(overlay).get(name).path("containers").path(0).path("env").findValuesAsText("name").stream()
                            .filter(it -> it.matches("[A-Z_]+"))
                            .toList());
        }

        // then
        assertThat(given)
                .hasSizeGreaterThan(8)
                .allMatch(variable -> known.stream().anyMatch(it -> fits(it, variable)), "is a setting");
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "production"})
    void everyReferenceLeadsToSomething(String overlay) {
        // given
        Map<String, ObjectNode> objects = byKey(overlay(overlay));
        // made by a person, by CloudNativePG, and by a person again: k8s/README.md
        Map<String, Set<String>> madeElsewhere = Map.of(
                "holdfast", Set.of(),
                "holdfast-db-app", Set.of("username", "password"));

        // then
        for (JsonNode object : objects.values()) {
            for (JsonNode reference : object.findValues("secretKeyRef")) {
                String name = reference.path("name").asText();
                JsonNode secret = objects.get("Secret/" + name);
                assertThat(
                                secret != null
                                        ? secret.path("data")
                                                .has(reference.path("key").asText())
                                        : madeElsewhere
                                                .getOrDefault(name, Set.of())
                                                .contains(reference.path("key").asText()))
                        .as(Kustomize.key(object) + " wants " + reference)
                        .isTrue();
            }
            for (JsonNode reference : object.findValues("configMapRef")) {
                assertThat(objects)
                        .containsKey("ConfigMap/" + reference.path("name").asText());
            }
            for (JsonNode account : object.findValues("serviceAccountName")) {
                assertThat(objects).containsKey("ServiceAccount/" + account.asText());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "production"})
    void aStopIsGivenTheTimeItTakes(String overlay) throws IOException {
        // given
        JsonNode settings = byKey(overlay(overlay)).get("ConfigMap/holdfast").path("data");
        JsonNode pod = pods(overlay).get("Deployment/holdfast");

        // when
        Duration longest = duration(settings, "HOLDFAST_SHUTDOWN_DELAY")
                .plus(duration(settings, "HOLDFAST_SHUTDOWN_TIMEOUT"))
                .plus(LAST_COMMITS)
                .plus(duration(settings, "QUARKUS_SHUTDOWN_TIMEOUT"));

        // then
        assertThat(Duration.ofSeconds(pod.path("terminationGracePeriodSeconds").asLong()))
                .isGreaterThan(longest);
        JsonNode readiness = pod.path("containers").path(0).path("readinessProbe");
        assertThat(duration(settings, "HOLDFAST_SHUTDOWN_DELAY"))
                .as("the probe sees that the replica is not ready while it still takes calls")
                .isGreaterThanOrEqualTo(Duration.ofSeconds(
                        overlay.equals("local")
                                ? readiness.path("periodSeconds").asLong()
                                : readiness.path("periodSeconds").asLong()
                                        * readiness.path("failureThreshold").asLong()));
    }

    @Test
    void theRouteWaitsLongerThanACallerMay() {
        // given
        JsonNode rules = byKey(overlay("production"))
                .get("HTTPRoute/holdfast")
                .path("spec")
                .path("rules");
        Duration longestWait = Duration.ofSeconds(10);

        // then
        assertThat(StreamSupport.stream(rules.spliterator(), false)
                        .filter(rule ->
                                !rule.path("timeouts").path("request").asText().equals("0s")))
                .isNotEmpty()
                .allSatisfy(rule -> {
                    Duration request = DurationConverter.parseDuration(
                            rule.path("timeouts").path("request").asText());
                    Duration backend = DurationConverter.parseDuration(
                            rule.path("timeouts").path("backendRequest").asText());
                    assertThat(backend).isGreaterThan(longestWait.plusSeconds(2));
                    assertThat(request).isGreaterThanOrEqualTo(backend);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/disputes/{dispute_id}/events", "/desk/disputes/{dispute}/live"})
    void aStreamThatIsFollowedIsNotCutOff(String stream) {
        // given
        JsonNode rules = byKey(overlay("production"))
                .get("HTTPRoute/holdfast")
                .path("spec")
                .path("rules");

        // when
        JsonNode first = null;
        int longest = 0;
        for (JsonNode rule : rules) {
            for (JsonNode match : rule.path("matches")) {
                String prefix = match.path("path").path("value").asText();
                boolean fits = stream.startsWith(prefix + "/")
                        && match.path("headers").findValuesAsText("value").stream()
                                .allMatch("text/event-stream"::matches);
                if (fits && prefix.length() > longest) {
                    longest = prefix.length();
                    first = rule;
                }
            }
        }

        // then
        assertThat(first).isNotNull();
        assertThat(first.path("timeouts").path("request").asText()).isEqualTo("0s");
    }

    @Test
    void theReportIsOfTheWeekThatEndedTheNightBefore() {
        // given
        String[] schedule = byKey(overlay("production"))
                .get("CronJob/holdfast-audit-report")
                .path("spec")
                .path("schedule")
                .asText()
                .split(" ");
        DayOfWeek day = DayOfWeek.of(Integer.parseInt(schedule[4]) == 0 ? 7 : Integer.parseInt(schedule[4]));
        LocalDate run = LocalDate.of(2026, 11, 20).with(TemporalAdjusters.next(day));

        // then
        assertThat(Period.weekBefore(run).end()).isEqualTo(run.atStartOfDay().toInstant(ZoneOffset.UTC));
    }

    @Test
    void theDatabaseIsSpokenToByTlsAndKnownByItsAuthority() {
        // given
        JsonNode settings =
                byKey(overlay("production")).get("ConfigMap/holdfast").path("data");
        String ca = settings.path("QUARKUS_DATASOURCE_REACTIVE_TRUST_CERTIFICATE_PEM_CERTS")
                .asText();
        String folder = ca.substring(0, ca.lastIndexOf('/'));

        // then
        assertThat(settings.path("QUARKUS_DATASOURCE_REACTIVE_URL").asText()).endsWith("?sslmode=verify-full");
        assertThat(settings.path("QUARKUS_DATASOURCE_JDBC_URL").asText())
                .endsWith("?sslmode=verify-full&sslrootcert=" + ca);
        pods("production").forEach((name, pod) -> {
            String volume = StreamSupport.stream(
                            pod.at("/containers/0/volumeMounts").spliterator(), false)
                    .filter(mount -> mount.path("mountPath").asText().equals(folder))
                    .map(mount -> mount.path("name").asText())
                    .findFirst()
                    .orElse("none");
            assertThat(pod.path("volumes"))
                    .as(name)
                    .filteredOn(it -> it.path("name").asText().equals(volume))
                    .singleElement()
                    .satisfies(it -> {
                        assertThat(it.at("/secret/secretName").asText()).isEqualTo("holdfast-db-ca");
                        assertThat(it.at("/secret/items").findValuesAsText("key"))
                                .as("its private key is nobody's here")
                                .containsExactly("ca.crt");
                    });
        });
    }

    @Test
    void replicasAreCountedByCpuAndByWhatWaits() {
        // when
        JsonNode metrics = byKey(overlay("production"))
                .get("HorizontalPodAutoscaler/holdfast")
                .path("spec")
                .path("metrics");

        // then
        assertThat(metrics.findValuesAsText("type")).contains("Resource", "External");
        assertThat(byKey(Kustomize.build(K8S.resolve("base")))
                        .get("HorizontalPodAutoscaler/holdfast")
                        .path("spec")
                        .path("metrics")
                        .findValuesAsText("type"))
                .as("without the component nothing is asked for that may not be there")
                .doesNotContain("External");
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "production"})
    void theDatabaseHasAConnectionForEverybody(String overlay) {
        // given
        Map<String, ObjectNode> objects = byKey(overlay(overlay));
        int replicas = objects.get("HorizontalPodAutoscaler/holdfast")
                .path("spec")
                .path("maxReplicas")
                .asInt();
        int each = Integer.parseInt(objects.get("ConfigMap/holdfast")
                .path("data")
                .path("QUARKUS_DATASOURCE_REACTIVE_MAX_SIZE")
                .asText());
        int atOnceBeingReplaced = 1;
        int jobs = overlay.equals("local") ? 0 : 2;
        int most = Optional.ofNullable(objects.get("Cluster/holdfast-db"))
                .map(it -> it.at("/spec/postgresql/parameters/max_connections").asInt())
                .orElse(100);

        // then
        assertThat((replicas + atOnceBeingReplaced + jobs) * each).isLessThan(most);
    }

    @Test
    void aRollingUpdateTakesNoReplicaAway() {
        // given
        JsonNode strategy = byKey(overlay("production"))
                .get("Deployment/holdfast")
                .path("spec")
                .path("strategy");

        // then
        assertThat(strategy.path("rollingUpdate").path("maxUnavailable").asInt(-1))
                .isZero();
        assertThat(strategy.path("rollingUpdate").path("maxSurge").asInt()).isPositive();
    }

    private static List<ObjectNode> overlay(String name) {
        return Kustomize.build(K8S.resolve("overlays").resolve(name));
    }

    private static Map<String, ObjectNode> byKey(List<ObjectNode> objects) {
        return objects.stream()
                .collect(Collectors.toMap(Kustomize::key, Function.identity(), (a, b) -> a, TreeMap::new));
    }

    private static Map<String, JsonNode> pods(String overlay) {
        Map<String, JsonNode> pods = new TreeMap<>();
        podTemplates(overlay(overlay)).forEach((name, template) -> pods.put(name, template.path("spec")));
        return pods;
    }

    private static Map<String, JsonNode> podTemplates(List<ObjectNode> objects) {
        Map<String, JsonNode> templates = new TreeMap<>();
        for (ObjectNode object : objects) {
            JsonNode spec = object.path("spec");
            JsonNode template = spec.has("jobTemplate")
                    ? spec.path("jobTemplate").path("spec").path("template")
                    : spec.path("template");
            if (template.has("spec")) {
                templates.put(Kustomize.key(object), template);
            }
        }
        return templates;
    }

    private static int port(JsonNode container, String name) {
        return StreamSupport.stream(container.path("ports").spliterator(), false)
                .filter(port -> port.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow()
                .path("containerPort")
                .asInt();
    }

    private static boolean matches(JsonNode selector, JsonNode labels) {
        return selector.properties().stream().allMatch(it -> it.getValue().equals(labels.get(it.getKey())));
    }

    private static Duration duration(JsonNode settings, String variable) {
        return DurationConverter.parseDuration(settings.path(variable).asText());
    }

    /** Holdfast's own, those of Quarkus that are named in application.properties or below, and those of the commands. */
    private static Set<String> knownVariables() throws IOException {
        Set<String> known = new TreeSet<>();
        Settings.all().keySet().forEach(property -> known.add(Settings.variable(property)));
        applicationProperties().stringPropertyNames().forEach(property -> known.add(Settings.variable(property)));
        List.of(
                        "quarkus.datasource.reactive.url",
                        "quarkus.datasource.reactive.trust-certificate-pem",
                        "quarkus.datasource.reactive.trust-certificate-pem.certs",
                        "quarkus.datasource.reactive.hostname-verification-algorithm",
                        "quarkus.datasource.jdbc.url",
                        "quarkus.datasource.username",
                        "quarkus.datasource.password",
                        "quarkus.log.console.json.enabled")
                .forEach(property -> known.add(Settings.variable(property)));
        known.add("HOLDFAST_SANDBOX_WEBHOOK_SECRET");
        return known;
    }

    private static boolean fits(String known, String variable) {
        return variable.matches(known.replace("*", "[A-Z0-9]+"));
    }

    private static Properties applicationProperties() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(Path.of("src/main/resources/application.properties"))) {
            properties.load(in);
        }
        return properties;
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }
}
