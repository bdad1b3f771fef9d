package io.holdfast.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Dockerfiles, as a linter would read them: pinned, small rights, nothing that a shell would get wrong, and the ports that the program has. */
class DockerfilesTest {

    private static final Path FOLDER = Path.of("src/main/docker");

    private record Instruction(String word, String rest) {}

    static Stream<Path> dockerfiles() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(it -> it.getFileName().toString().startsWith("Dockerfile")).sorted().toList().stream();
        }
    }

    @Test
    void thereIsOneForEachWayToPackage() throws IOException {
        assertThat(dockerfiles().map(it -> it.getFileName().toString()))
                .containsExactly("Dockerfile.jvm", "Dockerfile.native", "Dockerfile.native-micro");
    }

    @ParameterizedTest
    @MethodSource("dockerfiles")
    void everyBaseIsPinned(Path file) throws IOException {
        assertThat(all(file, "FROM")).hasSizeGreaterThan(1).allSatisfy(from -> {
            String image = from.split("\\s+")[0];
            assertThat(image).as("with registry and tag").matches("[a-z0-9.]+\\.[a-z]+/.+:.*[0-9].*");
            assertThat(image).doesNotContain("latest");
        });
    }

    @ParameterizedTest
    @MethodSource("dockerfiles")
    void whatRunsIsNobodySpecial(Path file) throws IOException {
        // when
        List<Instruction> last = lastStage(file);

        // then
        assertThat(last)
                .filteredOn(it -> it.word().equals("USER"))
                .last()
                .satisfies(user -> assertThat(user.rest())
                        .as("a number, so that Kubernetes can tell that it is not root")
                        .isEqualTo("10001:10001"));
        assertThat(last.stream().map(Instruction::word))
                .as("the last stage runs nothing and adds nothing from the net")
                .doesNotContain("RUN", "ADD");
    }

    @ParameterizedTest
    @MethodSource("dockerfiles")
    void theProgramGetsSignalsItself(Path file) throws IOException {
        // given
        List<String> entries = lastStage(file).stream()
                .filter(it -> it.word().equals("ENTRYPOINT"))
                .map(Instruction::rest)
                .toList();

        // then
        assertThat(entries).hasSize(1);
        JsonNode words = new ObjectMapper().readTree(entries.get(0));
        assertThat(words.isArray()).as("exec form").isTrue();
        assertThat(words.get(0).asText()).isEqualTo("/holdfast/holdfast");
    }

    @ParameterizedTest
    @MethodSource("dockerfiles")
    void portsAreThoseOfTheProgram(Path file) throws IOException {
        // given
        Properties program = new Properties();
        program.load(Files.newBufferedReader(Path.of("src/main/resources/application.properties")));

        // then
        assertThat(all(file, "EXPOSE"))
                .containsExactly(program.getProperty("quarkus.http.port") + " "
                        + program.getProperty("quarkus.management.port"));
    }

    @ParameterizedTest
    @MethodSource("dockerfiles")
    void itSaysHowItIsBuiltAndRun(Path file) throws IOException {
        // given
        String head = Files.readString(file).split("\nFROM ", 2)[0];

        // then
        assertThat(head).contains("docker build -f " + file).contains("docker run --rm --read-only --tmpfs /tmp");
    }

    @ParameterizedTest
    @MethodSource("dockerfiles")
    void whatIsCopiedIsThere(Path file) throws IOException {
        assertThat(all(file, "COPY").stream().filter(it -> !it.contains("--from=")))
                .allSatisfy(copy -> {
                    List<String> words = Stream.of(copy.split("\\s+"))
                            .filter(it -> !it.startsWith("--"))
                            .toList();
                    assertThat(words.subList(0, words.size() - 1))
                            .allSatisfy(source -> assertThat(Path.of(source)).exists());
                });
    }

    @Test
    void theContextIsSmallAndHoldsNoSecret() throws IOException {
        // when
        List<String> ignored = Files.readAllLines(Path.of(".dockerignore"));

        // then
        assertThat(ignored).first().as("all but what is named").isEqualTo("*");
        assertThat(ignored.stream().filter(it -> it.startsWith("!")))
                .containsExactlyInAnyOrder("!.mvn", "!mvnw", "!pom.xml", "!src");
    }

    @Test
    void theCacheIsMadeAndUsedWithTheSameCollectorAndJava() throws IOException {
        // given
        Path file = FOLDER.resolve("Dockerfile.jvm");
        String training = Files.readString(FOLDER.resolve("train.sh"));
        List<String> bases = all(file, "FROM").stream()
                .filter(it -> it.contains("-jre-"))
                .map(it -> it.split("\\s+")[0])
                .toList();

        // then
        assertThat(bases).hasSize(2).containsOnly(bases.get(0));
        assertThat(training).contains("-XX:+UseSerialGC");
        assertThat(started()).contains("-XX:+UseSerialGC");
    }

    /** The JVM leaves all classes in their jars, without a word, if the program is not started by the name that it had when the cache was made. */
    @Test
    void theCacheIsMadeAndUsedWithTheSameNameOfTheProgram() throws IOException {
        // given
        Path file = FOLDER.resolve("Dockerfile.jvm");
        String training = Files.readString(FOLDER.resolve("train.sh"));
        String folder = all(file, "WORKDIR").get(all(file, "WORKDIR").size() - 1);

        // then
        assertThat(all(file, "WORKDIR").subList(1, 3)).containsOnly(folder);
        assertThat(all(file, "COPY"))
                .filteredOn(it -> it.contains("/holdfast.sh "))
                .hasSize(1)
                .allMatch(it -> it.endsWith(" " + folder + "/holdfast"));
        assertThat(all(file, "COPY").get(all(file, "COPY").size() - 1))
                .isEqualTo("--from=train " + folder + " " + folder);
        assertThat(started()).containsSequence("-jar", FOLDER.toAbsolutePath() + "/quarkus-run.jar");
        assertThat(training)
                .contains("program_jar=$PWD/quarkus-run.jar")
                .contains("-jar \"$program_jar\"")
                .doesNotContain("-jar quarkus-run.jar");
    }

    /**
     * Some of the cache are objects, which take 7 MB of the heap from its first moment on. Left to itself the heap begins with a 64th of the memory, in a pod with 8 MB,
     * and the JVM ends. {@code train.sh} starts the image's program in such a place.
     */
    @Test
    void theHeapBeginsLargeEnoughForWhatTheCacheHasForIt() throws IOException {
        // given
        String training = Files.readString(FOLDER.resolve("train.sh"));

        // then
        assertThat(started()).contains("-Xms32m");
        assertThat(training).contains("JAVA_TOOL_OPTIONS=-XX:MaxRAM=256m \"$PWD/holdfast\" serve");
    }

    /** Measured under full load: no more than 128 MB of heap are needed, and what is no heap takes 220 MB. */
    @Test
    void aPodHasTheMemoryThatThisHeapNeeds() throws IOException {
        // given
        int percent = started().stream()
                .filter(it -> it.startsWith("-XX:MaxRAMPercentage="))
                .mapToInt(it -> Integer.parseInt(it.substring(it.indexOf('=') + 1)))
                .findFirst()
                .orElseThrow();
        String limit = Kustomize.build(Path.of("k8s/base")).stream()
                .filter(it -> it.path("kind").asText().equals("Deployment"))
                .map(it -> it.at("/spec/template/spec/containers/0/resources/limits/memory"))
                .map(JsonNode::asText)
                .findFirst()
                .orElseThrow();

        // then
        assertThat(limit).endsWith("Mi");
        int pod = Integer.parseInt(limit.substring(0, limit.length() - 2));
        assertThat(pod * percent / 100).isGreaterThanOrEqualTo(128);
        assertThat(pod - pod * percent / 100).isGreaterThanOrEqualTo(300);
    }

    /** A JVM with the cache takes longer to print a page of help than it may. */
    @Test
    void onlyAServerUsesTheCache() throws IOException {
        // given
        String cache = "-XX:AOTCache=" + FOLDER.toAbsolutePath() + "/holdfast.aot";

        // then
        assertThat(started()).contains(cache);
        assertThat(started("serve")).contains(cache).endsWith("serve");
        assertThat(started("--help")).doesNotContain(cache).endsWith("--help");
        assertThat(started("serve", "--help")).doesNotContain(cache).endsWith("serve", "--help");
        assertThat(started("disputes", "list", "--account", "a b"))
                .doesNotContain(cache)
                .endsWith("disputes", "list", "--account", "a b");
    }

    /** What the image's own script has instead of itself, with a program in Java's place that tells its arguments and its process. */
    private static List<String> started(String... arguments) throws IOException {
        Path java = Files.createTempDirectory("holdfast-java").resolve("java");
        Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' $$ \"$@\"\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        List<String> command =
                new ArrayList<>(List.of("sh", FOLDER.resolve("holdfast.sh").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder shell = new ProcessBuilder(command).redirectErrorStream(true);
        shell.environment().merge("PATH", java.getParent().toString(), (path, first) -> first + ":" + path);
        Process process = shell.start();
        List<String> words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        Files.delete(java);
        Files.delete(java.getParent());
        assertThat(words)
                .first()
                .as("the same process, so that it gets signals itself")
                .isEqualTo("" + process.pid());
        return words;
    }

    private static List<String> all(Path file, String word) throws IOException {
        return instructions(file).stream()
                .filter(it -> it.word().equals(word))
                .map(Instruction::rest)
                .toList();
    }

    private static List<Instruction> lastStage(Path file) throws IOException {
        List<Instruction> all = instructions(file);
        int from = 0;
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).word().equals("FROM")) {
                from = i;
            }
        }
        return all.subList(from, all.size());
    }

    private static List<Instruction> instructions(Path file) throws IOException {
        String joined = Files.readString(file).replaceAll("(?m)^#.*\n", "").replaceAll("\\\\\n", " ");
        List<Instruction> instructions = new ArrayList<>();
        for (String line : joined.split("\n")) {
            if (!line.isBlank()) {
                String[] parts = line.strip().split("\\s+", 2);
                instructions.add(new Instruction(parts[0], parts[1]));
            }
        }
        return instructions;
    }
}
