package io.holdfast.desk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A Chromium of this machine, driven over the DevTools protocol (chromedevtools.github.io/devtools-protocol). The usual libraries would bring 200 MB of
 * driver into every build for the dozen commands that are needed here.
 */
final class Browser implements AutoCloseable {

    private static final List<String> PLACES = List.of(
            "/usr/bin/chromium",
            "/usr/bin/chromium-browser",
            "/usr/bin/google-chrome",
            "/usr/bin/google-chrome-stable");

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final Path profile;
    private final Line line;

    private Browser(Process process, Path profile, Line line) {
        this.process = process;
        this.profile = profile;
        this.line = line;
    }

    /** Where the browser is; {@code -Dbrowser=…} names another one. Empty if there is none. */
    static Optional<Path> installed() {
        return Stream.concat(Optional.ofNullable(System.getProperty("browser")).stream(), PLACES.stream())
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    static Browser start(Path executable) throws IOException {
        Path profile = Files.createTempDirectory("browser");
        Process process = new ProcessBuilder(
                        executable.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--lang=en-US",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectErrorStream(true)
                .start();
        Line line = new Line();
        HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(devTools(process), line)
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
        return new Browser(process, profile, line);
    }

    private static URI devTools(Process process) throws IOException {
        BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
        String announcement = "DevTools listening on ";
        for (String text = said.readLine(); text != null; text = said.readLine()) {
            if (text.startsWith(announcement)) {
                Thread drain = new Thread(() -> said.lines().forEach(ignored -> {}), "browser's words");
                drain.setDaemon(true);
                drain.start();
                return URI.create(text.substring(announcement.length()));
            }
        }
        throw new IOException("the browser ended before it listened");
    }

    /** A tab of a browser that knows nothing of the others: with cookies of its own. */
    Tab newPerson() {
        String context = line.call("", "Target.createBrowserContext", Map.of())
                .get("browserContextId")
                .asText();
        return newTab(context);
    }

    private Tab newTab(String context) {
        String target = line.call("", "Target.createTarget", Map.of("url", "about:blank", "browserContextId", context))
                .get("targetId")
                .asText();
        String session = line.call("", "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                .get("sessionId")
                .asText();
        line.call(session, "Runtime.enable", Map.of());
        line.call(session, "Log.enable", Map.of());
        line.call(session, "Page.enable", Map.of());
        return new Tab(session, context);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            try (Stream<Path> files = Files.walk(profile)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        } catch (IOException | UncheckedIOException leftover) {
            // A file of the profile that went away by itself.
        }
    }

    /** One page that somebody looks at. */
    final class Tab {

        private final String session;
        private final String context;

        private Tab(String session, String context) {
            this.session = session;
            this.context = context;
        }

        /** Another tab of the same person. */
        Tab another() {
            return newTab(context);
        }

        void go(String address) {
            line.call(session, "Page.navigate", Map.of("url", address));
            await("document.readyState === 'complete' && location.href !== 'about:blank'");
        }

        /** @param expression of JavaScript; its value as text */
        String read(String expression) {
            JsonNode answer = line.call(
                    session,
                    "Runtime.evaluate",
                    Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
            if (answer.has("exceptionDetails")) {
                throw new AssertionError(expression + " failed: " + answer.get("exceptionDetails"));
            }
            return answer.get("result").path("value").asText();
        }

        void await(String condition) {
            try {
                Awaitility.await(condition)
                        .atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(50))
                        .ignoreExceptions()
                        .until(() -> read("!!(" + condition + ")").equals("true"));
            } catch (ConditionTimeoutException late) {
                throw new AssertionError(
                        late.getMessage() + " The page shows:\n" + read("document.body.outerHTML"), late);
            }
        }

        void awaitText(String selector, String text) {
            await("document.querySelector(" + quoted(selector) + ")?.textContent.includes(" + quoted(text) + ")");
        }

        /** As by a hand, which may open a window. */
        void doByHand(String expression) {
            line.call(session, "Runtime.evaluate", Map.of("expression", expression, "userGesture", true));
        }

        void click(String selector) {
            await("document.querySelector(" + quoted(selector) + ")");
            read("document.querySelector(" + quoted(selector) + ").click()");
        }

        void fill(String selector, String text) {
            read("document.querySelector(" + quoted(selector) + ").select()");
            line.call(session, "Input.insertText", Map.of("text", text));
        }

        /** @param key as in KeyboardEvent.key */
        void press(String key) {
            Map<String, Integer> codes = Map.of("Tab", 9, "Enter", 13, "Escape", 27);
            ObjectNode event = JSON.createObjectNode()
                    .put("type", "keyDown")
                    .put("key", key)
                    .put("code", key)
                    .put("windowsVirtualKeyCode", codes.get(key));
            if (key.equals("Enter")) {
                event.put("text", "\r");
            }
            line.call(session, "Input.dispatchKeyEvent", event);
            line.call(session, "Input.dispatchKeyEvent", event.deepCopy().put("type", "keyUp"));
        }

        void resize(int width, int height) {
            line.call(
                    session,
                    "Emulation.setDeviceMetricsOverride",
                    Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        }

        void withoutScripts() {
            line.call(session, "Emulation.setScriptExecutionDisabled", Map.of("value", true));
        }

        void prefer(String colorScheme) {
            line.call(
                    session,
                    "Emulation.setEmulatedMedia",
                    Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colorScheme))));
        }

        void print() {
            line.call(session, "Page.printToPDF", Map.of());
        }

        /** What the page complained of: scripts that failed, and what its Content-Security-Policy stopped. */
        List<String> complaints() {
            return line.complaints.getOrDefault(session, List.of());
        }
    }

    static String quoted(String text) {
        try {
            return JSON.writeValueAsString(text);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Commands out, answers and events in. */
    private static final class Line implements WebSocket.Listener {

        private final AtomicInteger last = new AtomicInteger();
        private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
        private final Map<String, List<String>> complaints = new ConcurrentHashMap<>();
        private final StringBuilder message = new StringBuilder();
        private volatile WebSocket socket;

        @Override
        public void onOpen(WebSocket opened) {
            socket = opened;
            opened.request(1);
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean isLast) {
            message.append(text);
            if (isLast) {
                take(message.toString());
                message.setLength(0);
            }
            from.request(1);
            return null;
        }

        private void take(String text) {
            try {
                JsonNode node = JSON.readTree(text);
                if (node.has("id")) {
                    waiting.remove(node.get("id").asInt()).complete(node);
                } else if (isComplaint(node)) {
                    complaints
                            .computeIfAbsent(node.path("sessionId").asText(), session -> new CopyOnWriteArrayList<>())
                            .add(node.get("params").toString());
                }
            } catch (JsonProcessingException broken) {
                throw new IllegalStateException(broken);
            }
        }

        private static boolean isComplaint(JsonNode event) {
            return switch (event.path("method").asText()) {
                case "Runtime.exceptionThrown" -> true;
                case "Log.entryAdded" ->
                    event.at("/params/entry/source").asText().equals("security")
                            && event.at("/params/entry/level").asText().equals("error");
                default -> false;
            };
        }

        private JsonNode call(String session, String method, Object parameters) {
            int id = last.incrementAndGet();
            ObjectNode command = JSON.createObjectNode().put("id", id).put("method", method);
            command.set("params", JSON.valueToTree(parameters));
            if (!session.isEmpty()) {
                command.put("sessionId", session);
            }
            CompletableFuture<JsonNode> answer = new CompletableFuture<>();
            waiting.put(id, answer);
            synchronized (this) {
                socket.sendText(command.toString(), true).join();
            }
            JsonNode came =
                    answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
            if (came.has("error")) {
                throw new AssertionError(method + ": " + came.get("error"));
            }
            return came.get("result");
        }
    }
}
