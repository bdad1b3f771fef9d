package io.holdfast.cli;

import io.holdfast.secret.TinkSealer;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes keys. */
@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        description = "Makes keys.",
        subcommands = KeysCommand.New.class)
public final class KeysCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return CommandLine.ExitCode.USAGE;
    }

    /** Makes an API key and a keyset, and prints the settings that go with them. Nothing is stored. */
    @Command(
            name = "new",
            mixinStandardHelpOptions = true,
            description =
                    "Makes an API key, a sealing keyset and a webhook secret, and prints the settings that go with them.")
    static final class New implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Option(
                names = "--name",
                defaultValue = "call-flow",
                paramLabel = "<name>",
                description = "Name of the API key. Default: ${DEFAULT-VALUE}")
        private String name;

        @Option(
                names = "--roles",
                defaultValue = "architect",
                paramLabel = "<roles>",
                description = "Roles of the API key: architect, agent, admin. Default: ${DEFAULT-VALUE}")
        private String roles;

        @Override
        public Integer call() {
            if (!name.matches("[A-Za-z0-9._-]{1,64}")) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(), "--name: 1 to 64 letters, digits, dots, dashes or underscores");
            }
            if (!roles.matches("(architect|agent|admin)(,(architect|agent|admin))*")) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(), "--roles: a comma-separated list of architect, agent, admin");
            }
            String key = apiKey();
            PrintWriter out = spec.commandLine().getOut();
            out.println("# An API key. Callers send it as X-API-Key; keep it like a password, it is not shown again:");
            out.println("#   " + key);
            out.println("holdfast.security.api-keys.\"" + name + "\".sha256=" + sha256(key));
            out.println("holdfast.security.api-keys.\"" + name + "\".roles=" + roles);
            out.println("# Seals payment tokens in the database. Without it they are lost; keep it like a password:");
            out.println("holdfast.crypto.keyset=" + TinkSealer.newKeyset().replaceAll("\\s", ""));
            out.println("# Signs the erp gateway's webhooks; give it to both sides:");
            out.println("holdfast.gateway.erp.webhook-secrets=" + webhookSecret());
            return CommandLine.ExitCode.OK;
        }
    }

    static String apiKey() {
        return "hf_" + Base64.getUrlEncoder().withoutPadding().encodeToString(random(32));
    }

    static String webhookSecret() {
        return "whsec_" + Base64.getEncoder().encodeToString(random(32));
    }

    static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }
}
