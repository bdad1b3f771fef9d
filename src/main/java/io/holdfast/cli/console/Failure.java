package io.holdfast.cli.console;

/** Ends a command with one line that says what is wrong and what to do, and with an exit code. */
public final class Failure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** It was tried, and did not work. */
    public static final int FAILED = 1;

    /** It was asked for in a wrong way. */
    public static final int WRONG_USAGE = 2;

    private final int exitCode;

    private Failure(int exitCode, String message) {
        super(message, null, false, false);
        this.exitCode = exitCode;
    }

    public static Failure failed(String message) {
        return new Failure(FAILED, message);
    }

    public static Failure wrongUsage(String message) {
        return new Failure(WRONG_USAGE, message);
    }

    public int exitCode() {
        return exitCode;
    }
}
