package io.holdfast.cli.console;

import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Standard output as text, in the charset of the terminal; each line is written at once. */
public final class StandardWriter extends PrintWriter {

    private final OutputStream stream;

    public StandardWriter(OutputStream stream, Charset charset) {
        super(new OutputStreamWriter(stream, charset), true);
        this.stream = stream;
    }

    /** The same output for programs. They know nothing of the terminal, whose charset may lack what a name is written with. */
    PrintWriter inUtf8() {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }
}
