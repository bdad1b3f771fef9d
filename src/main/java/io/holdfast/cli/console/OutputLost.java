package io.holdfast.cli.console;

import java.io.IOException;

/** Ends a command that cannot write what it has to say. */
public final class OutputLost extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What the operating system says if there is a pipe, and nobody reads it any more. */
    private static final String NO_READER = "Broken pipe";

    private final boolean readerGone;

    OutputLost(IOException failed) {
        this("the output could not be written: " + failed.getMessage(), NO_READER.equals(failed.getMessage()));
    }

    private OutputLost(String message, boolean readerGone) {
        super(message, null, false, false);
        this.readerGone = readerGone;
    }

    /** The same, from a command that had done something before. */
    public OutputLost after(String done) {
        return new OutputLost(done + ", but " + getMessage(), readerGone);
    }

    /** Whoever read has read enough, and need not be told. */
    boolean isReaderGone() {
        return readerGone;
    }
}
