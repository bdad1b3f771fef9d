package io.holdfast.cli.remote;

import io.holdfast.cli.console.Column;
import io.holdfast.cli.console.Failure;
import io.holdfast.cli.console.Json;
import io.holdfast.cli.console.OutputFormat;
import io.holdfast.cli.console.OutputLost;
import io.holdfast.cli.console.OutputOptions;
import io.holdfast.cli.console.PlainText;
import io.holdfast.cli.console.Rows;
import io.holdfast.cli.console.Terminal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What commands over HTTP have in common. */
abstract class RemoteCommand implements Callable<Integer> {

    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    /** Of the interface. */
    private static final int LARGEST_PAGE = 200;

    /** Of the interface, too: it takes a longer one for this. */
    private static final int LONGEST_WAIT_SECONDS = 10;

    @Spec
    CommandSpec spec;

    @Mixin
    private Server server;

    @Mixin
    private OutputOptions output;

    @Override
    public final Integer call() {
        Terminal terminal = output.terminal(spec);
        run(server.api(), terminal);
        terminal.out().flush();
        return 0;
    }

    abstract void run(Api api, Terminal terminal);

    OutputFormat format() {
        return output.format();
    }

    Rows rows(Terminal terminal, List<Column> columns) {
        return output.rows(terminal, columns);
    }

    /** Prints the pages of a list as they come. @param limit of rows in all */
    void list(Api api, Terminal terminal, String path, Map<String, Object> filters, int limit, List<Column> columns) {
        if (limit < 1) {
            throw Failure.wrongUsage("--limit is a count from 1");
        }
        Map<String, Object> query = new LinkedHashMap<>(filters);
        int left = limit;
        query.put("limit", Math.min(left, LARGEST_PAGE));
        // Before a word is printed: beside a refusal, an empty list would say that there is nothing.
        Map<String, Object> page = api.get(path + Api.query(query));
        List<Map<String, Object>> data = data(page);
        try (Rows rows = rows(terminal, columns)) {
            rows.print(data);
            left -= data.size();
            while (left > 0 && hasMore(page, data)) {
                query.put("limit", Math.min(left, LARGEST_PAGE));
                query.put("cursor", page.get("next_cursor"));
                page = api.get(path + Api.query(query));
                data = data(page);
                rows.print(data);
                left -= data.size();
            }
        }
        if (format() == OutputFormat.TABLE && hasMore(page, data)) {
            terminal.err().println("There are more; --limit shows them.");
            terminal.err().flush();
        }
    }

    private static boolean hasMore(Map<String, Object> page, List<Map<String, Object>> data) {
        return page.get("next_cursor") != null && !data.isEmpty();
    }

    /**
     * One object: names and values below each other, or as the format has it.
     *
     * @throws Failure if it has not the first column, which is its id
     */
    void show(Terminal terminal, Map<String, Object> object, List<Column> columns) {
        requireKnown(object, columns);
        switch (format()) {
            case JSON -> terminal.out().println(Json.write(object));
            case CSV -> {
                try (Rows rows = rows(terminal, columns)) {
                    rows.print(List.of(object));
                }
            }
            case TABLE ->
                object.forEach((name, value) -> terminal.out()
                        .println(String.format("%-24s", name) + " " + painted(terminal, columns, name, value)));
        }
    }

    /** As {@link #show}, for what the server was told to do: it was told, whether or not anybody can read the answer. */
    void showDone(Terminal terminal, Map<String, Object> object, List<Column> columns) {
        try {
            show(terminal, object, columns);
            terminal.out().flush();
        } catch (OutputLost lost) {
            throw lost.after("the request was made, for the dispute " + PlainText.of(object.get("dispute_id")));
        }
    }

    /**
     * Holds the answer to a release or charge against what was wanted, once the gateway has said something.
     *
     * @param wanted the statuses that are as good
     * @throws Failure if it is settled otherwise, or the gateway refused
     */
    static void requireSettled(Map<String, Object> dispute, Set<String> wanted, String deed) {
        Object status = dispute.get("status");
        if (dispute.containsKey("pending_action") || !(status instanceof String) || wanted.contains(status)) {
            return;
        }
        Object attention = dispute.get("attention");
        throw Failure.failed("the hold was not " + deed + ": the dispute is " + PlainText.of(status)
                + (attention == null ? "" : ", " + PlainText.of(attention)));
    }

    private static String painted(Terminal terminal, List<Column> columns, String name, Object value) {
        String text = PlainText.of(value instanceof Map || value instanceof List ? Json.write(value) : value);
        return columns.stream()
                .filter(column -> column.key().equals(name))
                .findFirst()
                .map(column -> terminal.paint(column.colour().apply(text), text))
                .orElse(text);
    }

    /** Others may answer with an object, too. */
    static void requireKnown(Map<String, Object> object, List<Column> columns) {
        String id = columns.get(0).key();
        if (!(object.get(id) instanceof String)) {
            throw Failure.failed("the answer has no " + id + "; is it Holdfast?");
        }
    }

    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> data(Map<String, Object> page) {
        if (page.get("data") instanceof List<?> data && data.stream().allMatch(Map.class::isInstance)) {
            return (List<Map<String, Object>>) data;
        }
        throw Failure.failed("the answer has no data; is it Holdfast?");
    }

    /** The whole story of a dispute, page after page. */
    static List<Map<String, Object>> events(Api api, String path) {
        Map<String, Object> page = api.get(path + "/events");
        List<Map<String, Object>> data = data(page);
        List<Map<String, Object>> all = new ArrayList<>(data);
        while (hasMore(page, data)) {
            page = api.get(path + "/events" + Api.query(Map.of("cursor", page.get("next_cursor"))));
            data = data(page);
            all.addAll(data);
        }
        return all;
    }

    /** What {@code --wait} says. @throws Failure if nobody waits so long */
    static int waitSeconds(int seconds) {
        if (seconds < 0 || seconds > LONGEST_WAIT_SECONDS) {
            throw Failure.wrongUsage("--wait is a number of seconds from 0 to " + LONGEST_WAIT_SECONDS);
        }
        return seconds;
    }

    /** @throws Failure if it is no id */
    static String id(String text) {
        if (!UUID_TEXT.matcher(text).matches()) {
            throw Failure.wrongUsage("an id is a UUID, such as 01a21450-7342-7333-9ae0-b6ed9f534759");
        }
        return text;
    }
}
