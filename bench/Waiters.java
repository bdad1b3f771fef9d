import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Opens disputes and asks for all of them at once with {@code Prefer: wait=10}, each on a connection of its own. {@code java Waiters.java URL KEY COUNT}.
 * Says {@code opened} when all are opened, waits for a line on its standard input, says {@code waiting} when all have asked, and ends with one line:
 * answers, failures, and the shortest and longest wait in milliseconds.
 */
final class Waiters {

    private static final Pattern ID = Pattern.compile("\"dispute_id\":\"([^\"]+)\"");

    public static void main(String[] args) throws Exception {
        int count = Integer.parseInt(args[2]);
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        List<String> ids = new ArrayList<>();
        while (ids.size() < count) {
            List<CompletableFuture<HttpResponse<String>>> opening = new ArrayList<>();
            for (int i = 0; i < Math.min(50, count - ids.size()); i++) {
                HttpRequest request = HttpRequest.newBuilder(URI.create(args[0] + "/v1/disputes"))
                        .timeout(Duration.ofSeconds(30))
                        .header("X-API-Key", args[1])
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(
                                "{\"customer_account_id\":\"ACC-1001\",\"hold_amount\":49.99,\"payment_method_id\":\"pm_card_visa\"}"))
                        .build();
                opening.add(client.sendAsync(request, BodyHandlers.ofString()));
            }
            for (CompletableFuture<HttpResponse<String>> opened : opening) {
                Matcher id = ID.matcher(opened.get().body());
                if (!id.find()) {
                    throw new IllegalStateException("an intake was answered with " + opened.get().statusCode());
                }
                ids.add(id.group(1));
            }
        }
        System.out.println("opened");
        System.in.read();
        List<CompletableFuture<Long>> waiting = new ArrayList<>();
        for (String id : ids) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(args[0] + "/v1/disputes/" + id))
                    .timeout(Duration.ofSeconds(40))
                    .header("X-API-Key", args[1])
                    .header("Prefer", "wait=10")
                    .build();
            long sent = System.nanoTime();
            waiting.add(client.sendAsync(request, BodyHandlers.ofString())
                    .handle((answer, failure) -> failure == null && answer.statusCode() == 200
                            ? (System.nanoTime() - sent) / 1_000_000
                            : -1L));
        }
        System.out.println("waiting");
        List<Long> waits = waiting.stream().map(CompletableFuture::join).toList();
        List<Long> good = waits.stream().filter(ms -> ms >= 0).sorted().toList();
        System.out.println("done " + good.size() + " " + (count - good.size()) + " "
                + (good.isEmpty() ? "- -" : good.get(0) + " " + good.get(good.size() - 1)));
        System.exit(0);
    }
}
