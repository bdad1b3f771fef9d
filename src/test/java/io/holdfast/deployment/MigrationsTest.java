package io.holdfast.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Migrations expand, then contract (docs/upgrading.md): the last release goes on working on the schema of the next. */
class MigrationsTest {

    private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");

    private static final String CONTRACTS = "-- contracts: ";

    /** What takes away, or asks something of writers who do not know of it. */
    private static final List<Pattern> CONTRACTING = Stream.of(
                    "\\bDROP\\s+(TABLE|COLUMN|TYPE|VIEW|SCHEMA|FUNCTION)\\b",
                    "\\bALTER\\s+TABLE\\b[^;]*\\bDROP\\s+(COLUMN\\s+)?(?!CONSTRAINT|DEFAULT|NOT\\b)\\w",
                    "\\bRENAME\\b",
                    "\\bSET\\s+NOT\\s+NULL\\b",
                    "\\bALTER\\s+(COLUMN\\s+)?\\w+\\s+(SET\\s+DATA\\s+)?TYPE\\b",
                    "\\bADD\\s+(COLUMN\\s+)?(IF\\s+NOT\\s+EXISTS\\s+)?(?!CONSTRAINT|CHECK|PRIMARY|UNIQUE|FOREIGN)\\w+\\s+(?![^,;]*\\b(DEFAULT|GENERATED)\\b)[^,;]*\\bNOT\\s+NULL\\b",
                    "(^|;|\\bBEGIN|\\bTHEN|\\bELSE|\\bLOOP)\\s*(TRUNCATE|DELETE\\s+FROM)\\b")
            .map(regex -> Pattern.compile(regex, Pattern.CASE_INSENSITIVE))
            .toList();

    /** What a function does when it is called, the migration does not do; what is in a DO block it does. */
    private static final Pattern FUNCTION = Pattern.compile(
            "(\\bCREATE\\s+(?:OR\\s+REPLACE\\s+)?(?:FUNCTION|PROCEDURE)\\b[^;$]*)(\\$\\w*\\$).*?\\2",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    static Stream<Path> migrations() throws IOException {
        try (Stream<Path> files = Files.list(MIGRATIONS)) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("migrations")
    void theLastReleaseGoesOnAfterIt(Path migration) throws IOException {
        // given
        String sql = Files.readString(migration);

        // then
        assertThat(sql.startsWith(CONTRACTS) || contracting(sql).isEmpty())
                .as(migration + " takes away what the last release may use: " + contracting(sql)
                        + ". Expand first; a later release contracts, and says so in its first line")
                .isTrue();
    }

    @Test
    void everyMigrationHasANumberOfItsOwn() throws IOException {
        assertThat(migrations().map(it -> it.getFileName().toString()))
                .allMatch(name -> name.matches("V[0-9]+__[a-z_0-9]+\\.sql"))
                .extracting(name -> name.substring(0, name.indexOf('_')).toLowerCase(Locale.ROOT))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE dispute DROP COLUMN route",
                "ALTER TABLE dispute DROP route",
                "DROP TABLE dispute_event",
                "ALTER TABLE dispute RENAME COLUMN route TO queue",
                "ALTER TABLE dispute ADD COLUMN route text NOT NULL",
                "alter table dispute add route text not null check (route <> '')",
                "ALTER TABLE dispute ALTER COLUMN currency SET NOT NULL",
                "ALTER TABLE dispute ALTER COLUMN currency TYPE char(3)",
                "DO $$ BEGIN ALTER TABLE dispute DROP COLUMN route; END $$",
                "DO $do$ BEGIN DELETE FROM old; END $do$",
                "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$ SELECT 1 $$; ALTER TABLE dispute DROP COLUMN route"
            })
    void whatContractsIsSeen(String sql) {
        assertThat(contracting(sql)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE dispute ADD COLUMN route text",
                "ALTER TABLE dispute ADD COLUMN route text NOT NULL DEFAULT ''",
                "ALTER TABLE dispute ADD COLUMN a int, ADD COLUMN b text NOT NULL DEFAULT 'x'",
                "CREATE TABLE route (name text NOT NULL PRIMARY KEY)",
                "ALTER TABLE dispute DROP CONSTRAINT dispute_status_check",
                "CREATE INDEX dispute_by_route ON dispute (route) WHERE route IS NOT NULL",
                "-- rename nothing\nCREATE TABLE other (id uuid)",
                "CREATE FUNCTION purge() RETURNS void LANGUAGE plpgsql AS $$ BEGIN DELETE FROM old; END $$",
                "CREATE OR REPLACE FUNCTION purge() RETURNS void LANGUAGE plpgsql AS $body$ BEGIN DELETE FROM old; END $body$",
                "CREATE TRIGGER kept BEFORE TRUNCATE ON dispute_event EXECUTE FUNCTION refuse()"
            })
    void whatExpandsMayBe(String sql) {
        assertThat(contracting(sql)).isEmpty();
    }

    private static List<String> contracting(String sql) {
        String statements = FUNCTION.matcher(sql.replaceAll("--[^\\n]*", ""))
                .replaceAll("$1 ''")
                .replaceAll("'[^']*'", "''");
        return CONTRACTING.stream()
                .flatMap(pattern -> pattern.matcher(statements).results())
                .map(found -> found.group())
                .toList();
    }
}
