import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Callers who do not give up: each opens one dispute under an idempotency key of its own, sends it again to the other replica until one accepts it, waits for
 * its hold, and then leaves it, releases it or charges 20.00 of it, again until it is done. Afterwards every key is sent once more, and must lead to the same
 * dispute.
 *
 * <p>{@code java Orders.java KEY RATE SECONDS URL URL}: so many new callers a second, whatever became of the earlier ones. Prints a line for each caller, with
 * tabs: its key, the dispute, the status it came to, the epoch milliseconds at which it was first sent, and at which it was accepted; and then one with the
 * number of answers of each HTTP status (0: no answer), and one with the reasons for no answer. What is not done three minutes after the last was sent is printed as it is.
 */
final class Orders {

    private static final Pattern ID = Pattern.compile("\"dispute_id\":\"([^\"]+)\"");
    private static final Pattern STATUS = Pattern.compile("\"status\":\"([^\"]+)\"");
    private static final int PATIENCE_MINUTES = 3;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final ScheduledExecutorService later = Executors.newScheduledThreadPool(1);
    private final Map<Integer, Integer> answers = new TreeMap<>();
    private final Map<String, Integer> failures = new TreeMap<>();
    private final String key;
    private final String[] urls;
    private volatile boolean over;

    private Orders(String key, String... urls) {
        this.key = key;
        this.urls = urls;
    }

    public static void main(String[] args) throws Exception {
        Orders orders = new Orders(args[0], args[3], args[4]);
        orders.run(Integer.parseInt(args[1]), Integer.parseInt(args[2]));
        System.exit(0);
    }

    private void run(int rate, int seconds) throws InterruptedException {
        Order[] all = new Order[rate * seconds];
        CountDownLatch open = new CountDownLatch(all.length);
        long began = System.nanoTime();
        for (int i = 0; i < all.length; i++) {
            long due = began + i * 1_000_000_000L / rate;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            all[i] = new Order(i, open);
            all[i].open();
        }
        open.await(PATIENCE_MINUTES, TimeUnit.MINUTES);
        over = true;
        for (Order order : all) {
            if (!order.id.isEmpty() && !order.again()) {
                order.status = "DOUBLED";
            }
            System.out.println(String.join(
                    "\t",
                    order.name(),
                    order.id,
                    order.status,
                    Long.toString(order.sent),
                    Long.toString(order.accepted)));
        }
        synchronized (answers) {
            System.out.println("answers " + answers);
            System.out.println("failures " + failures);
        }
    }

    private HttpRequest.Builder request(int turn, String path) {
        return HttpRequest.newBuilder(URI.create(urls[turn % urls.length] + path))
                .timeout(Duration.ofSeconds(15))
                .header("X-API-Key", key)
                .header("Content-Type", "application/json");
    }

    private int count(HttpResponse<String> answer, Throwable failure) {
        int status = answer == null ? 0 : answer.statusCode();
        synchronized (answers) {
            answers.merge(status, 1, Integer::sum);
            if (failure != null) {
                Throwable cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
                failures.merge(cause.getClass().getSimpleName() + ": " + cause.getMessage(), 1, Integer::sum);
            }
        }
        return status;
    }

    private final class Order {

        private final int number;
        private final CountDownLatch open;
        private final long sent = System.currentTimeMillis();
        private int turn;
        private int silences;
        private volatile long accepted;
        private volatile String id = "";
        private volatile String status = "";

        Order(int number, CountDownLatch open) {
            this.number = number;
            this.open = open;
            turn = number;
        }

        private String name() {
            return "order-" + number;
        }

        private HttpRequest intake() {
            return request(turn++, "/v1/disputes")
                    .header("Idempotency-Key", name())
                    .POST(BodyPublishers.ofString("{\"customer_account_id\":\"ACC-" + (1000 + number % 9000)
                            + "\",\"hold_amount\":49.99,\"currency\":\"USD\",\"payment_method_id\":\"pm_ok\",\"conversation_id\":\""
                            + name() + "\"}"))
                    .build();
        }

        void open() {
            send(intake(), this::open, answer -> {
                id = found(ID, answer);
                accepted = System.currentTimeMillis();
                settle();
            });
        }

        /** A third is left as it is, a third is released, a third is charged in part. */
        private void settle() {
            send(request(turn++, "/v1/disputes/" + id).header("Prefer", "wait=10").GET().build(), this::settle, answer -> {
                status = found(STATUS, answer);
                if (!status.equals("HELD")) {
                    soon(this::settle, 1000);
                } else if (number % 3 == 0) {
                    open.countDown();
                } else {
                    end();
                }
            });
        }

        private void end() {
            HttpRequest.Builder request = request(turn++, "/v1/disputes/" + id + (number % 3 == 1 ? "/release" : "/charge"))
                    .header("Prefer", "wait=10");
            send(request.POST(BodyPublishers.ofString(number % 3 == 1 ? "" : "{\"amount\":20.00}")).build(), this::end, answer -> {
                status = found(STATUS, answer);
                if (status.equals("HELD")) {
                    soon(this::end, 1000);
                } else {
                    open.countDown();
                }
            });
        }

        boolean again() {
            for (int i = 0; i < 5; i++) {
                try {
                    HttpResponse<String> answer = client.send(intake(), BodyHandlers.ofString());
                    if (count(answer, null) == 202) {
                        return found(ID, answer).equals(id)
                                && answer.headers().firstValue("Idempotent-Replayed").isPresent();
                    }
                    Thread.sleep(500);
                } catch (java.io.IOException e) {
                    count(null, e);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            return false;
        }

        /** Every answer that is not a success is taken for "not now": what should never be answered shows in the counts. */
        private void send(HttpRequest request, Runnable again, java.util.function.Consumer<HttpResponse<String>> then) {
            if (over) {
                return;
            }
            client.sendAsync(request, BodyHandlers.ofString()).whenComplete((answer, failure) -> {
                int code = count(answer, failure);
                if (code == 200 || code == 202) {
                    silences = 0;
                    then.accept(answer);
                } else if (answer == null) {
                    soon(again, silence());
                } else {
                    silences = 0;
                    soon(again, answer.headers().firstValueAsLong("Retry-After").orElse(1) * 1000);
                }
            });
        }

        /** Twice as long each time, up to eight seconds, and not all at once: who comes back at once to what does not answer keeps it from answering. */
        private long silence() {
            long longest = 1000L << Math.min(silences++, 3);
            return ThreadLocalRandom.current().nextLong(longest / 2, longest);
        }

        private void soon(Runnable what, long milliseconds) {
            later.schedule(what, milliseconds, TimeUnit.MILLISECONDS);
        }
    }

    private static String found(Pattern pattern, HttpResponse<String> answer) {
        Matcher found = pattern.matcher(answer.body());
        return found.find() ? found.group(1) : "";
    }
}
