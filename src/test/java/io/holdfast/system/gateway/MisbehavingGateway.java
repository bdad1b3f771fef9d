package io.holdfast.system.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * The {@code erp} contract over bare sockets, by chance broken in every way: connections are reset before and after acting, answers are late, false,
 * or never come, tokens end early, news is sent twice, late, never, or forged. Its books are always right.
 */
public final class MisbehavingGateway implements AutoCloseable {

    private static final String AUTHORIZATIONS = "/v1/authorizations";
    private static final String METHODS = "/v1/payment_methods/";
    private static final int BACKLOG = 1_000;

    /** A hang ends with the caller's patience, or with this. */
    private static final Duration LONGEST_HANG = Duration.ofMinutes(2);

    /** So long the answer waits, now and then, for the news of it to be there first. */
    private static final Duration NEWS_LEAD = Duration.ofMillis(120);

    private static final Duration TICK = Duration.ofMillis(100);

    private final Temperament temperament;
    private final Dice dice;
    private final Books books;
    private final Tokens tokens;
    private final News news;
    private final NewsReport report = new NewsReport();
    private final ServerSocket server;
    private final ExecutorService threads = Executors.newCachedThreadPool(daemon -> {
        Thread thread = new Thread(daemon, "gateway");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<HttpLine> lines = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean hangs;

    private MisbehavingGateway(Temperament temperament, Clock clock) throws IOException {
        this.temperament = temperament;
        this.dice = new Dice(temperament);
        this.news = new News(clock, dice, report);
        this.books = new Books(clock, dice, temperament.holdLife(), news::changed);
        this.tokens = new Tokens(clock, dice);
        this.server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    }

    public static MisbehavingGateway start(Temperament temperament, Clock clock) throws IOException {
        MisbehavingGateway gateway = new MisbehavingGateway(temperament, clock);
        gateway.threads.execute(gateway::accept);
        gateway.threads.execute(gateway::tick);
        return gateway;
    }

    public String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /** The settings of a caller, without those that every caller has. */
    public Map<String, String> settings() {
        return Map.of(
                "holdfast.gateway.erp.url", url(),
                "holdfast.gateway.erp.webhook-secrets", News.SECRET,
                "holdfast.gateway.erp.oauth.token-url", url() + "/oauth/token",
                "holdfast.gateway.erp.oauth.client-id", Tokens.CLIENT_ID,
                "holdfast.gateway.erp.oauth.client-secret", Tokens.CLIENT_SECRET);
    }

    public void sendNewsTo(List<URI> addresses) {
        news.sendTo(addresses);
    }

    /** From now on no call gets an answer; or again. */
    public void hang(boolean wanted) {
        hangs = wanted;
    }

    /** From now on nothing goes wrong, what is pending is decided, and new holds live long. */
    public void beGood() {
        dice.beGood();
    }

    /** Somebody takes all the money of what is held, in the gateway's console, and nobody is told. */
    public void captureByHand(String authorization) {
        books.captureByHand(authorization);
    }

    /** Its own account of every authorization, oldest first. */
    public List<Authorization> authorizations() {
        return books.all();
    }

    /** Every call that came in, in order. */
    public List<RecordedCall> calls() {
        return books.calls();
    }

    /** What a caller that keeps the money rules never does. */
    public List<String> violations() {
        return books.violations();
    }

    public NewsReport news() {
        return report;
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        server.close();
        news.close();
        for (HttpLine line : lines) {
            line.close();
        }
        threads.shutdownNow();
    }

    private void accept() {
        while (closed.getCount() > 0) {
            try {
                Socket socket = server.accept();
                if (dice.slams()) {
                    new HttpLine(socket).reset();
                    continue;
                }
                threads.execute(() -> serve(socket));
            } catch (IOException | RejectedExecutionException ended) {
                // the next look at the latch tells whether it was meant
            }
        }
    }

    /** What is pending is decided on time, whether anybody asks or not. */
    private void tick() {
        try {
            while (!closed.await(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
                books.decideDue();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(Socket socket) {
        try (HttpLine line = new HttpLine(socket)) {
            lines.add(line);
            try {
                for (Optional<HttpCall> call = line.read(); call.isPresent(); call = line.read()) {
                    answer(line, call.get());
                }
            } finally {
                lines.remove(line);
            }
        } catch (IOException brokenByEitherSide) {
            // that is what connections do here
        }
    }

    private void answer(HttpLine line, HttpCall call) throws IOException {
        if (hangs) {
            books.record(call, "hangs");
            line.hang(LONGEST_HANG);
            return;
        }
        try {
            if (call.path().equals("/oauth/token")) {
                token(line, call);
            } else if (call.method().equals("POST")) {
                write(line, call);
            } else {
                read(line, call);
            }
        } catch (Refusal refusal) {
            books.record(call, refusal.status() + " " + refusal.code());
            line.answer(refusal.status(), Map.of(), Json.error(refusal.code()).toString());
        }
    }

    private void token(HttpLine line, HttpCall call) throws IOException {
        Misdeed misdeed = dice.next("token").nextInt(3) == 0 ? dice.misdeed("token") : Misdeed.NONE;
        books.record(call, misdeed.name());
        if (misdeed.acts()) {
            spoil(line, misdeed, 200, tokens.issue(call));
        } else {
            fail(line, misdeed);
        }
    }

    private void read(HttpLine line, HttpCall call) throws IOException {
        tokens.check(call);
        Misdeed misdeed = dice.misdeed("read " + subjectOf(call));
        books.record(call, misdeed.name());
        if (!misdeed.acts()) {
            fail(line, misdeed);
            return;
        }
        if (call.path().equals(AUTHORIZATIONS)) {
            spoil(line, misdeed, 200, page(call));
            return;
        }
        Authorization found = named(call.path().substring(AUTHORIZATIONS.length() + 1));
        spoil(line, misdeed, 200, Json.authorization(found).toString());
    }

    private String page(HttpCall call) {
        Optional<String> dispute = Optional.ofNullable(call.query().get("dispute_id"));
        Optional<String> status = Optional.ofNullable(call.query().get("status"));
        List<Authorization> found = dispute.map(books::ofDispute).orElseGet(books::all).stream()
                .filter(it -> status.map(it.status().name()::equalsIgnoreCase).orElse(true))
                .toList();
        return Json.page(found, false).toString();
    }

    private void write(HttpLine line, HttpCall call) throws IOException {
        tokens.check(call);
        String key = call.header("idempotency-key").orElseThrow(() -> {
            books.violation(call.method() + " " + call.path() + " without a key");
            return new Refusal(400, "key_missing");
        });
        books.checkBody(key, call);
        ObjectNode body = Json.read(call.body());
        Misdeed misdeed = dice.misdeed("write " + subjectOf(call, body));
        books.record(call, misdeed.name());
        if (!misdeed.acts()) {
            fail(line, misdeed);
            return;
        }
        Optional<Reply> earlier = books.begin(key);
        if (misdeed == Misdeed.ACTS_LATE && earlier.isEmpty()) {
            pause(late());
        }
        Reply reply = earlier.orElseGet(() -> books.act(key, () -> act(call, key, body)));
        if (earlier.isEmpty() && !dice.isGood() && dice.next("overtaken").nextInt(5) == 0) {
            pause(NEWS_LEAD);
        }
        if (reply.refusal().isPresent()) {
            spoil(
                    line,
                    misdeed,
                    reply.status(),
                    Json.error(reply.refusal().get()).toString());
            return;
        }
        if (reply.freshToken().isPresent()) {
            spoil(
                    line,
                    misdeed,
                    200,
                    Json.object()
                            .put("payment_method_id", reply.freshToken().get())
                            .toString());
            return;
        }
        Authorization now = named(reply.authorizationId().orElseThrow());
        Authorization told =
                misdeed == Misdeed.ANOTHER_AMOUNT ? now.holding(now.amount().add(BigDecimal.ONE)) : now;
        spoil(line, misdeed, reply.status(), Json.authorization(told).toString());
    }

    private Reply act(HttpCall call, String key, ObjectNode body) {
        if (call.path().equals(AUTHORIZATIONS)) {
            return books.authorize(key, body);
        }
        if (call.path().startsWith(METHODS)) {
            String[] method = call.path().substring(METHODS.length()).split("/");
            if (method.length != 2 || !method[1].equals("refresh")) {
                throw new Refusal(404, "no_such_call");
            }
            return books.refresh(key, method[0]);
        }
        String[] parts = call.path().substring(AUTHORIZATIONS.length() + 1).split("/");
        Authorization target = named(parts[0]);
        return switch (parts[1]) {
            case "capture" -> books.capture(key, target, body);
            case "void" -> books.giveBack(key, target, body);
            default -> throw new Refusal(404, "no_such_call");
        };
    }

    private Authorization named(String id) {
        return books.find(id).orElseThrow(() -> new Refusal(404, "authorization_not_found"));
    }

    /** The payment method, where there is a way to know it: it is what the seed speaks of. */
    private String subjectOf(HttpCall call) {
        Optional<String> dispute = Optional.ofNullable(call.query().get("dispute_id"));
        return dispute.orElse(call.path());
    }

    private String subjectOf(HttpCall call, ObjectNode body) {
        return call.path().equals(AUTHORIZATIONS)
                ? body.path("payment_method_id").asText()
                : call.path();
    }

    /** Nothing was done. */
    private void fail(HttpLine line, Misdeed misdeed) throws IOException {
        switch (misdeed) {
            case RESET_BEFORE -> line.reset();
            case ERROR_500_BEFORE -> line.answer(500, Map.of(), "<html>oops</html>");
            case BUSY_503_BEFORE ->
                line.answer(503, Map.of("Retry-After", "1"), Json.error("busy").toString());
            case RATE_LIMITED ->
                line.answer(
                        429,
                        Map.of("Retry-After", "1"),
                        Json.error("rate_limited").toString());
            case NEVER_ANSWERS -> line.hang(LONGEST_HANG);
            default -> throw new IllegalArgumentException(misdeed.name());
        }
    }

    /** It was done; whether the caller hears of it is another matter. */
    private void spoil(HttpLine line, Misdeed misdeed, int status, String body) throws IOException {
        switch (misdeed) {
            case RESET_AFTER -> line.reset();
            case ERROR_503_AFTER ->
                line.answer(503, Map.of(), Json.error("try_again").toString());
            case ACTS_NEVER_ANSWERS -> line.hang(LONGEST_HANG);
            case ANSWERS_LATE -> {
                pause(late());
                line.answer(status, Map.of(), body);
            }
            case GARBAGE -> line.answer(status, Map.of(), "<html>" + body.length() + "</html>");
            case HALF_AN_ANSWER -> line.answerHalf(status, body);
            default -> line.answer(status, Map.of(), body);
        }
    }

    /** Around the caller's patience: some answers just make it, most do not. */
    private Duration late() {
        long patience = temperament.callerTimeout().toMillis();
        Random random = dice.next("late");
        return Duration.ofMillis(patience * 9 / 10 + random.nextInt((int) (patience * 2)));
    }

    private void pause(Duration time) throws IOException {
        try {
            if (closed.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("the gateway is closed");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("the gateway is closed", stopped);
        }
    }
}
