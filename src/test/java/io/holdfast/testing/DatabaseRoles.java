package io.holdfast.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flywaydb.core.Flyway;

/** A database with the roles of docs/audit.md, made by the very statements that stand there. */
public final class DatabaseRoles {

    public static final String OWNER = "holdfast_owner";
    public static final String SERVICE = "holdfast_service";
    public static final String AUDITOR = "holdfast_auditor";

    private static final String DATABASE = "holdfast";
    private static final String PASSWORD = "password";
    private static final String JDBC = "quarkus.datasource.jdbc.url";
    private static final Pattern SQL_BLOCK = Pattern.compile("```sql\\n(.*?)```", Pattern.DOTALL);

    private DatabaseRoles() {}

    /** @return the settings of a service that owns nothing */
    public static Map<String, String> create() {
        List<List<String>> blocks = statements();
        String server = new PostgresResource().start().get(JDBC);
        String url = server.substring(0, server.lastIndexOf('/') + 1) + DATABASE;
        try {
            try (Connection administrator = DriverManager.getConnection(server, "postgres", "postgres")) {
                run(
                        administrator,
                        List.of(
                                "DROP DATABASE IF EXISTS " + DATABASE + " WITH (FORCE)",
                                "DROP ROLE IF EXISTS " + OWNER + ", " + SERVICE + ", " + AUDITOR));
                run(administrator, blocks.get(0));
            }
            Flyway.configure().dataSource(url, OWNER, PASSWORD).load().migrate();
            try (Connection owner = DriverManager.getConnection(url, OWNER, PASSWORD)) {
                run(owner, blocks.get(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return Map.of(
                JDBC,
                url,
                "quarkus.datasource.reactive.url",
                url.substring("jdbc:".length()),
                "quarkus.datasource.username",
                SERVICE,
                "quarkus.datasource.password",
                PASSWORD,
                "holdfast.database.migrate-at-start",
                "false");
    }

    /** @param url of the database, as the service has it */
    public static Connection connect(String url, String role) throws SQLException {
        return DriverManager.getConnection(url, role, PASSWORD);
    }

    private static List<List<String>> statements() {
        try {
            String page = Files.readString(Path.of("docs/audit.md"));
            Matcher blocks = SQL_BLOCK.matcher(page.substring(page.indexOf("## Roles in the database")));
            return blocks.results()
                    .map(block -> Arrays.stream(block.group(1).split(";\\s*"))
                            .map(statement -> statement.replace("'…'", "'" + PASSWORD + "'"))
                            .filter(statement -> !statement.isBlank())
                            .toList())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(Connection connection, List<String> statements) throws SQLException {
        for (String sql : statements) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }
    }
}
