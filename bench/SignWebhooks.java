import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Writes webhooks of the {@code erp} gateway, signed by Standard Webhooks 1.0.0, one a line: id, timestamp, signature and body, separated by tabs. Each tells
 * that an authorization that Holdfast knows is authorized, as a gateway does after every hold. They are signed ahead, so that the load costs no more than
 * sending them.
 *
 * <p>{@code java SignWebhooks.java SECRET HOLDS COUNT PREFIX}: HOLDS has a line for each hold: dispute id, authorization id and expiry, separated by tabs.
 */
final class SignWebhooks {

    public static void main(String[] args) throws Exception {
        byte[] secret = Base64.getDecoder().decode(args[0].substring("whsec_".length()));
        List<String> holds = Files.readAllLines(Path.of(args[1]));
        int count = Integer.parseInt(args[2]);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        Instant now = Instant.now();
        try (PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8)) {
            for (int i = 0; i < count; i++) {
                String[] hold = holds.get(i % holds.size()).split("\t");
                String id = "evt_" + args[3] + i;
                String body = "{\"id\":\"" + id + "\",\"type\":\"authorization.updated\",\"created_at\":\"" + now
                        + "\",\"data\":{\"id\":\"" + hold[1] + "\",\"status\":\"authorized\",\"amount\":49.99,\"currency\":\"USD\","
                        + "\"capture_method\":\"manual\",\"captured_amount\":0,\"metadata\":{\"dispute_id\":\"" + hold[0]
                        + "\"},\"created_at\":\"" + now + "\",\"expires_at\":\"" + hold[2] + "\"}}";
                String signed = id + "." + now.getEpochSecond() + "." + body;
                String signature = Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
                out.print(id + "\t" + now.getEpochSecond() + "\tv1," + signature + "\t" + body + "\n");
            }
        }
    }
}
