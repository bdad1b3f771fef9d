package io.holdfast.cli.remote;

import io.holdfast.cli.console.Column;
import io.holdfast.cli.console.Failure;
import io.holdfast.cli.console.Json;
import io.holdfast.cli.console.OutputFormat;
import io.holdfast.cli.console.PlainText;
import io.holdfast.cli.console.Rows;
import io.holdfast.cli.console.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Follows the event stream of one dispute until the dispute is over, through restarts of a server that has answered once. */
@Command(
        name = "watch",
        mixinStandardHelpOptions = true,
        description = "Shows what happened to a dispute and what happens, live, until it is over. "
                + "With --output json, one event on a line.")
final class WatchDispute extends RemoteCommand {

    private static final String EVENT_STREAM = "text/event-stream";

    private static final Set<String> TERMINAL = Set.of("FAILED", "RELEASED", "CHARGED", "EXPIRED");

    /** After one of these it may be over. */
    private static final Set<String> LAST_WORDS =
            Set.of("hold.declined", "hold.released", "hold.charged", "hold.expired", "surplus.returned");

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

    @Parameters(paramLabel = "<dispute-id>", description = "The dispute.")
    private String id;

    private boolean answered;
    private int told;
    private Rows rows;

    @Override
    void run(Api api, Terminal terminal) {
        String path = "/v1/disputes/" + id(id);
        rows = format() == OutputFormat.CSV ? rows(terminal, Columns.EVENTS) : null;
        Duration pause = FIRST_PAUSE;
        boolean lost = false;
        while (true) {
            int before = told;
            try {
                if (follow(api, terminal, path)) {
                    finish(api, terminal, path);
                    return;
                }
            } catch (IOException | Api.NoAnswer away) {
                if (!answered && away instanceof IOException failed) {
                    // Nothing was there to be lost, and perhaps never will be: the address may be wrong.
                    throw api.noAnswer(failed);
                }
                if (!lost) {
                    terminal.err().println("holdfast disputes watch: the connection is lost, trying again");
                    terminal.err().flush();
                }
                lost = true;
            }
            if (told > before) {
                pause = FIRST_PAUSE;
                lost = false;
            }
            sleep(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
    }

    /** @return whether the dispute is over */
    private boolean follow(Api api, Terminal terminal, String path) throws IOException {
        HttpResponse<InputStream> answer = open(api, path);
        answered = true;
        if (answer.statusCode() == 204) {
            return true;
        }
        boolean restarts = answer.statusCode() >= 500 && told > 0;
        if (answer.statusCode() == 429 || answer.statusCode() == 503 || restarts) {
            answer.body().close();
            return false;
        }
        if (answer.statusCode() != 200) {
            throw api.refusal(answer.statusCode(), api.text(answer));
        }
        if (!isEventStream(answer)) {
            answer.body().close();
            throw api.notHoldfast();
        }
        try (EventFeed feed = new EventFeed(answer)) {
            for (Optional<Map<String, Object>> event = feed.next(); event.isPresent(); event = feed.next()) {
                tell(terminal, event.get());
                if (LAST_WORDS.contains(String.valueOf(event.get().get("type"))) && isOver(api.get(path))) {
                    return true;
                }
            }
            return false;
        }
    }

    /** A sign-in page is a good answer, too, of which no event would ever come. */
    private static boolean isEventStream(HttpResponse<InputStream> answer) {
        String type = answer.headers().firstValue("Content-Type").orElse("");
        return type.toLowerCase(Locale.ROOT).startsWith(EVENT_STREAM);
    }

    private HttpResponse<InputStream> open(Api api, String path) throws IOException {
        try {
            return api.open(
                    path + "/events",
                    told == 0
                            ? List.of("Accept", EVENT_STREAM)
                            : List.of("Accept", EVENT_STREAM, "Last-Event-ID", Integer.toString(told)));
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            throw Failure.failed("interrupted");
        }
    }

    private static boolean isOver(Map<String, Object> dispute) {
        return TERMINAL.contains(String.valueOf(dispute.get("status"))) && dispute.get("pending_action") == null;
    }

    /** What was committed together with the last word. */
    private void finish(Api api, Terminal terminal, String path) {
        events(api, path).forEach(event -> tell(terminal, event));
        if (format() == OutputFormat.TABLE) {
            String status = PlainText.of(api.get(path).get("status"));
            terminal.out().println("The dispute is " + terminal.paint(Columns.ofStatus(status), status) + ".");
        }
        if (rows != null) {
            rows.close();
        }
    }

    private void tell(Terminal terminal, Map<String, Object> event) {
        if (!(event.get("sequence") instanceof Number sequence) || sequence.intValue() <= told) {
            return;
        }
        told = sequence.intValue();
        switch (format()) {
            case JSON -> terminal.out().println(Json.write(event));
            case CSV -> rows.print(List.of(ShowDispute.row(event)));
            case TABLE -> terminal.out().println(line(terminal, ShowDispute.row(event)));
        }
        terminal.out().flush();
    }

    /** A line of its own for each: a table would have to know what is still to come. */
    private static String line(Terminal terminal, Map<String, Object> event) {
        String type = PlainText.of(event.get("type"));
        String head = PlainText.of(event.get("at")) + "  ";
        String rest = "  " + PlainText.of(event.get("actor")) + "  " + PlainText.of(event.get("detail"));
        int room = Math.max(0, terminal.width() - head.length() - type.length());
        Column column = Columns.EVENTS.get(2);
        return head + terminal.paint(column.colour().apply(type), type) + PlainText.cut(rest, room);
    }

    private static void sleep(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            throw Failure.failed("interrupted");
        }
    }
}
