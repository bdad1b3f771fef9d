package io.holdfast.cli.console;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** Keeps what was printed. */
public final class Printed {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    public Terminal terminal(int width) {
        return Terminal.terminal(new PrintWriter(out), new PrintWriter(err), width);
    }

    public Terminal files() {
        return Terminal.files(new PrintWriter(out), new PrintWriter(err));
    }

    public String out() {
        return out.toString();
    }

    public String err() {
        return err.toString();
    }

    /** Without colours. */
    public List<String> lines() {
        return out().replaceAll("\u001b\\[[0-9;]*m", "").lines().toList();
    }
}
