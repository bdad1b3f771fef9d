package io.holdfast.cli.console;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Takes so many lines, and no more. */
public final class BrokenOutput extends OutputStream {

    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private final String fault;
    private int linesLeft;

    private BrokenOutput(int lines, String fault) {
        this.linesLeft = lines;
        this.fault = fault;
    }

    /** @param fault as the operating system says it */
    public static BrokenOutput after(int lines, String fault) {
        return new BrokenOutput(lines, fault);
    }

    @Override
    public void write(int one) throws IOException {
        if (linesLeft == 0) {
            throw new IOException(fault);
        }
        taken.write(one);
        if (one == '\n') {
            linesLeft--;
        }
    }

    public String taken() {
        return taken.toString();
    }
}
