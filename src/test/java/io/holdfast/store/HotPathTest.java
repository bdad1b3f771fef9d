package io.holdfast.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every statement on the path of a call touches one dispute, by its id, so that the tables can be distributed by it (docs/scaling.md). Those that do not are
 * named here and there, with what they are for; a new one has to be argued for in both places.
 */
class HotPathTest {

    /** Of the schedules, the shutdown and the waiting callers: any number of disputes, at a pace that does not grow with the calls. */
    private static final Set<String> ACROSS =
            Set.of("BACKLOG", "HAND_BACK", "IS_ANOTHERS", "IS_BEING_USED", "VERSIONS");

    /** Begins the name of what writes many disputes at once where holdfast.database.batch-size allows it, and is sent one by one where not. */
    private static final String TOGETHER = "together: ";

    /** Looked up by something else than the id: a conversation, the gateway's id, an operation's, an idempotency key, a traded token. */
    private static final Set<String> BY_ANOTHER_KEY = Set.of(
            "FIND_NEWEST_OF_CONVERSATION",
            "FIND_NEWEST_OF_CONVERSATION_IN",
            "FIND_BY_AUTHORIZATION",
            "FIND_BY_OPEN_OPERATION",
            "FIND_KEY",
            "IS_NEWS_USED",
            "HAS_NEWS_COME",
            "DISPUTE_OF_NEWS",
            "HELD_WITH_TOKEN",
            "TRADED_FOR",
            "BEGIN_TRADE",
            "CHANGE_TRADE",
            "FORGET_TRADE");

    private static final Pattern BY_ID = Pattern.compile(
            "dispute_id = \\$\\d+(::uuid)?\\b|SELECT \\$1::uuid|INSERT INTO idempotency_key .*, \\$1::uuid WHERE");

    @Test
    void everyOtherStatementTouchesOneDispute() {
        assertThat(statements())
                .hasSizeGreaterThan(8)
                .containsKeys(
                        "OPEN",
                        "OPEN_WITH_KEY, announced",
                        "COMMIT_WITH_OPERATION",
                        "COMMIT, announced",
                        "COMMIT, of news")
                .containsKeys(ACROSS.toArray(String[]::new))
                .containsKeys(BY_ANOTHER_KEY.toArray(String[]::new))
                .allSatisfy((name, sql) -> {
                    if (!ACROSS.contains(name) && !BY_ANOTHER_KEY.contains(name) && !name.startsWith(TOGETHER)) {
                        assertThat(BY_ID.matcher(sql).find())
                                .as(name + ": " + sql)
                                .isTrue();
                        // many ids are many disputes; an array of what was found by one id is one
                        assertThat(sql).as(name).doesNotContain("ANY($").doesNotContain("nextval");
                    }
                });
    }

    @ParameterizedTest
    @MethodSource("exceptions")
    void theExceptionsAreArguedForInTheDocument(String statement) throws IOException {
        assertThat(Files.readString(Path.of("docs/scaling.md"))).contains("`" + statement + "`");
    }

    static Stream<String> exceptions() {
        return Stream.concat(ACROSS.stream(), BY_ANOTHER_KEY.stream());
    }

    @Test
    void nothingIsCountedOrLockedForAll() {
        assertThat(statements().values()).noneSatisfy(sql -> {
            Matcher all = Pattern.compile("(?i)\\b(LOCK TABLE|pg_advisory|SERIALIZABLE|NOTIFY|nextval)\\b")
                    .matcher(sql);
            assertThat(all.find()).as(sql).isTrue();
        });
    }

    /** The fields of {@link DisputeSql} and {@link DisputeChangeSql} that others may use: whole statements. */
    private static Map<String, String> statements() {
        Map<String, String> statements = new TreeMap<>();
        fields(DisputeSql.class, String.class).forEach(field -> statements.put(field.getName(), (String) value(field)));
        fields(DisputeChangeSql.class, DisputeChangeSql.Change.class)
                .forEach(
                        field -> statements.putAll(bothForms(field.getName(), (DisputeChangeSql.Change) value(field))));
        fields(DisputeChangeSql.class, DisputeChangeSql.Commit.class).forEach(field -> {
            DisputeChangeSql.Commit commit = (DisputeChangeSql.Commit) value(field);
            statements.putAll(bothForms(field.getName(), commit.plain()));
            statements.putAll(bothForms(field.getName() + ", of news", commit.ofNews()));
        });
        return statements;
    }

    private static Map<String, String> bothForms(String name, DisputeChangeSql.Change change) {
        return Map.of(
                name,
                change.silent().alone(),
                name + ", announced",
                change.announced().alone(),
                TOGETHER + name,
                change.silent().together(),
                TOGETHER + name + ", announced",
                change.announced().together());
    }

    private static Stream<Field> fields(Class<?> of, Class<?> type) {
        return Arrays.stream(of.getDeclaredFields())
                .filter(field -> field.getType() == type && !Modifier.isPrivate(field.getModifiers()));
    }

    private static Object value(Field field) {
        try {
            return field.get(null);
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
