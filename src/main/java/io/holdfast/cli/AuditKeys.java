package io.holdfast.cli;

import io.holdfast.audit.HeadKey;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Makes the pair of keys that signs and verifies daily heads. Nothing is stored. */
@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        description = "Makes the keys that sign and verify the daily heads, and prints their settings.")
final class AuditKeys implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        String keyset = HeadKey.newKeyset();
        out.println("# Signs the daily heads; for the service alone, keep it like a password:");
        out.println(HeadKey.SIGNING + "=" + keyset.replaceAll("\\s", ""));
        out.println("# Verifies them; for the auditor, and no secret:");
        out.println(
                HeadKey.VERIFYING + "=" + HeadKey.signing(keyset).publicKeyset().replaceAll("\\s", ""));
        out.flush();
        return 0;
    }
}
