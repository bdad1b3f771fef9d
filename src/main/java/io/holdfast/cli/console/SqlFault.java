package io.holdfast.cli.console;

import java.sql.SQLException;

/** What a database says is wrong, without the statement and its values. */
public final class SqlFault {

    /** A chain of causes that is longer is a loop. */
    private static final int MOST_CAUSES = 16;

    private SqlFault() {}

    /** @return the first line of what the server itself said, and its SQLSTATE: what follows may be parts of rows, and whatever is wrapped around names the statement */
    public static String told(SQLException failure) {
        SQLException inner = failure;
        for (int i = 0; i < MOST_CAUSES && next(inner) != null; i++) {
            inner = next(inner);
        }
        String message = inner.getMessage() == null ? inner.getClass().getSimpleName() : inner.getMessage();
        String first = message.lines().findFirst().orElse("");
        return inner.getSQLState() == null ? first : first + " (SQLSTATE " + inner.getSQLState() + ")";
    }

    private static SQLException next(SQLException failure) {
        return failure.getCause() instanceof SQLException cause ? cause : failure.getNextException();
    }
}
