package io.holdfast.cli.console;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;

/** What cannot be written ends the command. Writers that print, and Java's own standard output, would keep it to themselves. */
public final class StandardOutput extends OutputStream {

    private final OutputStream stream;

    public StandardOutput(OutputStream stream) {
        this.stream = stream;
    }

    /** That of the process; each line is written at once. */
    public static PrintWriter writer() {
        // As picocli and Java itself have it.
        String encoding = System.getProperty("sun.stdout.encoding");
        Charset charset = encoding == null ? Charset.defaultCharset() : Charset.forName(encoding);
        return new StandardWriter(new StandardOutput(new FileOutputStream(FileDescriptor.out)), charset);
    }

    /** @throws OutputLost if it cannot be written */
    @Override
    public void write(int one) {
        write(new byte[] {(byte) one}, 0, 1);
    }

    /** @throws OutputLost if they cannot be written */
    @Override
    public void write(byte[] bytes, int from, int count) {
        try {
            stream.write(bytes, from, count);
        } catch (IOException failed) {
            throw new OutputLost(failed);
        }
    }

    /** @throws OutputLost if what was written does not get there */
    @Override
    public void flush() {
        try {
            stream.flush();
        } catch (IOException failed) {
            throw new OutputLost(failed);
        }
    }
}
