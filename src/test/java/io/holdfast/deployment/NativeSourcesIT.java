package io.holdfast.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import io.holdfast.cli.HoldfastCommand;
import io.holdfast.cli.PreflightSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/**
 * Reads what a native image would be made from. The build has just written it ({@code quarkus.native.sources-only}); no GraalVM is needed for that. What
 * is not in there is not in the image either.
 */
class NativeSourcesIT {

    private static final Path SOURCES = Path.of("target", "native-sources-check", "native-sources");
    private static final String CONFIG = "META-INF/native-image/";

    private static Path jar;
    private static Map<String, JsonNode> reflection;
    private static List<Pattern> resources;

    @BeforeAll
    static void read() throws IOException {
        try (Stream<Path> files = Files.list(SOURCES)) {
            jar = files.filter(it -> it.toString().endsWith("-runner.jar"))
                    .findFirst()
                    .orElseThrow();
        }
        reflection = new TreeMap<>();
        for (JsonNode entry : new ObjectMapper().readTree(entry(CONFIG + "reflect-config.json"))) {
            reflection.put(entry.path("name").asText(), entry);
        }
        resources = new ObjectMapper()
                        .readTree(entry(CONFIG + "resource-config.json"))
                        .at("/resources/includes")
                        .findValuesAsText("pattern")
                        .stream()
                        .map(Pattern::compile)
                        .toList();
    }

    @Test
    void everyCommandCanBeReadFromItsAnnotations() {
        // when
        Set<String> classes = commands(HoldfastCommand.line())
                .flatMap(line -> Stream.concat(
                        Stream.of(line.getCommandSpec().userObject()),
                        line.getCommandSpec().mixins().values().stream().map(mixin -> mixin.userObject())))
                .map(object -> object.getClass().getName())
                .collect(Collectors.toSet());

        // then
        assertThat(classes).hasSizeGreaterThan(4).allSatisfy(NativeSourcesIT::isWhollyRegistered);
    }

    /** picocli makes them by their names; there are none of our own now. The version is given to it. */
    @Test
    void everyConverterOfTheCommandsCanBeMade() {
        // when
        Set<String> classes = commands(HoldfastCommand.line())
                .flatMap(line -> line.getCommandSpec().args().stream())
                .flatMap(arg -> Stream.of(arg.converters()))
                .map(converter -> converter.getClass().getName())
                .filter(name -> name.startsWith("io.holdfast."))
                .collect(Collectors.toSet());

        // then
        assertThat(classes).allSatisfy(NativeSourcesIT::isWhollyRegistered);
    }

    @Test
    void theSettingsCanBeReadBeforeTheStart() {
        assertThat(PreflightSettings.known()).allSatisfy(name -> {
            assertThat(reflection).containsKey(name);
            assertThat(reflection).containsKey(name + "$$CMImpl");
        });
    }

    @Test
    void durationsAreReadAsOnTheJvm() throws IOException {
        isInTheImage("META-INF/services/org.eclipse.microprofile.config.spi.Converter");
        assertThat(reflection).containsKey("io.quarkus.runtime.configuration.DurationConverter");
    }

    @Test
    void everyMigrationIsInTheImage() throws IOException {
        // given
        List<String> migrations;
        try (Stream<Path> files = Files.list(Path.of("src", "main", "resources", "db", "migration"))) {
            migrations = files.map(it -> it.getFileName().toString()).toList();
        }

        // then
        assertThat(migrations).isNotEmpty().allSatisfy(it -> isInTheImage("db/migration/" + it));
    }

    @Test
    void theVersionIsInTheImage() throws IOException {
        isInTheImage("io/holdfast/cli/version.txt");
        assertThat(entry("io/holdfast/cli/version.txt").strip()).matches("[0-9]+\\.[0-9]+\\.[0-9]+.*");
    }

    @Test
    void scriptAndStyleOfThePageAreInTheImage() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("target", "classes", "desk"))) {
            assertThat(files.filter(Files::isRegularFile))
                    .hasSizeGreaterThan(4)
                    .allSatisfy(it -> isInTheImage(
                            Path.of("target", "classes").relativize(it).toString()));
        }
    }

    @Test
    void theDescriptionOfTheApiIsInTheImage() {
        isInTheImage("META-INF/quarkus-generated-openapi-doc.YAML");
        isInTheImage("META-INF/quarkus-generated-openapi-doc.JSON");
    }

    @Test
    void whatAwsLooksForByNameIsInTheImage() {
        isInTheImage("META-INF/services/software.amazon.awssdk.http.SdkHttpService");
        assertThat(reflection)
                .containsKey("software.amazon.awssdk.services.sts.internal.StsProfileCredentialsProviderFactory");
    }

    /** The image cannot be made where one is missing; a newer SDK may name them otherwise. */
    @Test
    void everyMethodThatIsReplacedInTheImageIsThere() throws ReflectiveOperationException {
        // given
        List<Method> replaced = Stream.of(
                        Class.forName("io.holdfast.secret.AwsWithoutCrt").getDeclaredClasses())
                .flatMap(it -> Stream.of(it.getDeclaredMethods()))
                .filter(it -> it.isAnnotationPresent(Substitute.class))
                .toList();

        // then
        assertThat(replaced).hasSize(4).allSatisfy(method -> {
            Class<?> target = Class.forName(
                    method.getDeclaringClass().getAnnotation(TargetClass.class).className());
            Method original = target.getDeclaredMethod(method.getName(), method.getParameterTypes());
            assertThat(original.getReturnType()).isEqualTo(method.getReturnType());
            assertThat(Modifier.isStatic(original.getModifiers())).isTrue();
        });
    }

    @Test
    void whatIsWrittenAsJsonCanBeRead() throws IOException {
        // given
        List<Class<?>> written = JsonTypes.all();

        // then
        assertThat(written).isNotEmpty().allSatisfy(type -> isWhollyRegistered(type.getName()));
    }

    @Test
    void whatMustNotBeBornWithTheImageIsBornWithTheProcess() throws IOException {
        // when
        Properties own = new Properties();
        own.load(new StringReader(entry(CONFIG + "io.holdfast/holdfast/native-image.properties")));

        // then
        assertThat(own.getProperty("Args"))
                .contains("--initialize-at-run-time=com.google.crypto.tink,com.google.protobuf,io.grpc.protobuf,"
                        + "software.amazon.awssdk");
        assertThat(own.getProperty("JavaArgs")).contains("-Dvertx.disableURIValidation=true");
    }

    private static Stream<CommandLine> commands(CommandLine line) {
        return Stream.concat(
                Stream.of(line), line.getSubcommands().values().stream().flatMap(NativeSourcesIT::commands));
    }

    private static void isInTheImage(String resource) {
        assertThat(resources)
                .as(resource)
                .anyMatch(pattern -> pattern.matcher(resource).matches());
    }

    private static void isWhollyRegistered(String name) {
        assertThat(reflection).as("registered for reflection").containsKey(name);
        JsonNode entry = reflection.get(name);
        assertThat(entry.path("allDeclaredConstructors").asBoolean())
                .as(name + "'s constructors")
                .isTrue();
        assertThat(entry.path("allDeclaredMethods").asBoolean())
                .as(name + "'s methods")
                .isTrue();
        assertThat(entry.path("allDeclaredFields").asBoolean())
                .as(name + "'s fields")
                .isTrue();
    }

    private static String entry(String name) {
        try (ZipFile zip = new ZipFile(jar.toFile());
                InputStream in = zip.getInputStream(zip.getEntry(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
