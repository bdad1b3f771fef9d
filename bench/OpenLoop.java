import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Opens disputes at a fixed rate, whether earlier ones are answered or not, and counts each latency from the moment at which its call was due. So a stall
 * is counted for every call that would have come during it; a client that waits for its answers would hide it.
 *
 * <p>{@code java OpenLoop.java URL KEY RATE WARM_SECONDS SECONDS PAYMENT_METHOD [WAIT_SECONDS]}: with the last, each dispute is asked after with
 * {@code Prefer: wait} (0: without) as soon as its intake is answered. It warms up with a payment method that is good. Prints one line for each kind of call: its name, calls, failures, and the
 * percentiles 50, 90, 99, 99.9 and 100 in milliseconds. A call that has no answer after 30 seconds is a failure.
 */
final class OpenLoop {

    private static final Pattern ID = Pattern.compile("\"dispute_id\":\"([^\"]+)\"");
    private static final Pattern STATUS = Pattern.compile("\"status\":\"([^\"]+)\"");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String url;
    private final String key;
    private final int wait;
    private final Map<String, AtomicLong> statuses = new ConcurrentHashMap<>();

    private OpenLoop(String url, String key, int wait) {
        this.url = url;
        this.key = key;
        this.wait = wait;
    }

    public static void main(String[] args) throws Exception {
        OpenLoop load = new OpenLoop(args[0], args[1], args.length > 6 ? Integer.parseInt(args[6]) : -1);
        int rate = Integer.parseInt(args[2]);
        load.run(rate, Integer.parseInt(args[3]), "pm_card_visa");
        load.statuses.clear();
        Calls[] calls = load.run(rate, Integer.parseInt(args[4]), args[5]);
        System.out.println("intake " + calls[0]);
        if (load.wait >= 0) {
            System.out.println("read " + calls[1]);
            System.out.println("statuses " + load.statuses);
        }
        System.exit(0);
    }

    private Calls[] run(int rate, int seconds, String paymentMethod) throws InterruptedException {
        int n = rate * seconds;
        Calls intakes = new Calls(n);
        Calls reads = new Calls(wait >= 0 ? n : 0);
        long began = System.nanoTime();
        for (int i = 0; i < n; i++) {
            long due = began + i * 1_000_000_000L / rate;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            intake(i, due, paymentMethod, intakes, reads);
        }
        intakes.await();
        reads.await();
        return new Calls[] {intakes, reads};
    }

    private void intake(int i, long due, String paymentMethod, Calls intakes, Calls reads) {
        String body = "{\"customer_account_id\":\"ACC-" + (1000 + i % 9000)
                + "\",\"hold_amount\":49.99,\"currency\":\"USD\",\"payment_method_id\":\"" + paymentMethod
                + "\",\"conversation_id\":\"open-" + i + "\"}";
        HttpRequest request = request("/v1/disputes")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        client.sendAsync(request, BodyHandlers.ofString()).whenComplete((answer, failure) -> {
            boolean good = failure == null && answer.statusCode() == 202;
            long answered = System.nanoTime();
            intakes.done(i, good ? answered - due : -1);
            if (wait >= 0) {
                read(i, due, good ? answer.body() : "", reads);
            }
        });
    }

    /** From when the intake was due, for one that waits: so long takes the hold. From when it is sent, for one that does not. */
    private void read(int i, long due, String dispute, Calls reads) {
        Matcher id = ID.matcher(dispute);
        if (!id.find()) {
            reads.done(i, -1);
            return;
        }
        HttpRequest.Builder request = request("/v1/disputes/" + id.group(1)).GET();
        if (wait > 0) {
            request.header("Prefer", "wait=" + wait);
        }
        long from = wait > 0 ? due : System.nanoTime();
        client.sendAsync(request.build(), BodyHandlers.ofString()).whenComplete((answer, failure) -> {
            boolean good = failure == null && answer.statusCode() == 200;
            long took = good ? System.nanoTime() - from : -1;
            Matcher status = STATUS.matcher(good ? answer.body() : "");
            statuses.computeIfAbsent(status.find() ? status.group(1) : "failed", s -> new AtomicLong())
                    .incrementAndGet();
            reads.done(i, took);
        });
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path))
                .timeout(java.time.Duration.ofSeconds(30))
                .header("X-API-Key", key);
    }

    /** Nanoseconds of each call, or -1 for one that failed. */
    private static final class Calls {

        private final long[] nanos;
        private final CountDownLatch open;

        Calls(int n) {
            nanos = new long[n];
            open = new CountDownLatch(n);
        }

        void done(int i, long value) {
            nanos[i] = value;
            open.countDown();
        }

        void await() throws InterruptedException {
            if (!open.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException(open.getCount() + " calls have no answer after a minute");
            }
        }

        @Override
        public String toString() {
            long[] good = Arrays.stream(nanos).filter(v -> v >= 0).sorted().toArray();
            StringBuilder line = new StringBuilder(nanos.length + " " + (nanos.length - good.length));
            for (double p : new double[] {50, 90, 99, 99.9, 100}) {
                int at = (int) Math.ceil(p / 100 * good.length) - 1;
                line.append(good.length == 0 ? " -" : String.format(java.util.Locale.ROOT, " %.1f", good[Math.max(0, at)] / 1e6));
            }
            return line.toString();
        }
    }
}
