package io.holdfast.dispute;

import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.PutOff;
import io.holdfast.dispute.model.Sealed;
import io.holdfast.dispute.model.TokenFingerprint;
import io.holdfast.secret.Secret;
import io.holdfast.secret.TokenSealer;
import io.holdfast.store.DisputeStore;
import io.smallrye.mutiny.Uni;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What became of payment tokens. One customer's token may be in many disputes; once a gateway has traded it for a new one, none of them uses it again, and
 * while one dispute has it traded the others wait for what comes of that.
 *
 * <p>An old token is known by a hash (gateways make tokens too random to be guessed), the new one is sealed under that hash. A trade that is under way is kept
 * in the new one's place: a line feed, which no token has, then the key of the request, the turn that sends it, and since when.
 */
final class PaymentTokens {

    /** Hourly for six weeks, or monthly for as long as anybody lives: a gateway that trades a token more often would trade without end. */
    private static final int MOST_TRADES = 1_000;

    /**
     * So long a look at a token holds that was taken in the statement which opens a dispute or takes it up. What is sent later looks again; a trade waits for twice
     * as long before it looks whether the token is being used: whatever did not see it then has been committed, and is seen.
     */
    static final Duration A_LOOK_LASTS = Duration.ofSeconds(1);

    /** Each is lost only to somebody who changed the same token's trade at the same moment. */
    private static final int MOST_TRIES = 8;

    private final DisputeStore store;
    private final TokenSealer sealer;

    PaymentTokens(DisputeStore store, TokenSealer sealer) {
        this.store = store;
        this.sealer = sealer;
    }

    /** How it stands with a token. */
    sealed interface Standing {

        /** It was not traded, as far as is known. */
        record Good() implements Standing {}

        /** It was traded, perhaps more than once. @param latest what it came to in the end */
        record Traded(Secret latest) implements Standing {}

        /** Whether it is still good only its gateway knows. @param by the key of the request @param turn the lease under which it was last begun */
        record UnderWay(String by, UUID turn, Instant since) implements Standing {

            /** The dispute that it was begun for. */
            DisputeId dispute() {
                return new DisputeId(UUID.fromString(by.substring(0, by.indexOf(':'))));
            }

            /** Which of its dispute's refreshes it is. */
            int n() {
                return Integer.parseInt(by.substring(by.lastIndexOf(':') + 1));
            }

            /**
             * Whether others still leave it to whoever began it. What seems to have been begun later than clocks may differ was begun by a clock that was wrong: nobody
             * knows when, and nobody is to wait until that time comes.
             */
            boolean isWaitedFor(Instant now, Duration wait) {
                return since.isAfter(now.minus(wait)) && !since.isAfter(now.plus(PutOff.CLOCKS_DIFFER));
            }

            /** The same, sent once more in another turn. */
            UnderWay in(UUID newTurn) {
                return new UnderWay(by, newTurn, since);
            }

            private String text() {
                return "\n" + by + " " + turn + " " + since;
            }

            private static UnderWay of(String text) {
                String[] parts = text.strip().split(" ");
                return new UnderWay(parts[0], UUID.fromString(parts[1]), Instant.parse(parts[2]));
            }
        }
    }

    /** One token's entry as it is stored. */
    private record Entry(Sealed sealed, Standing standing) {}

    Uni<Standing> standing(String gateway, Secret token) {
        byte[] fingerprint = fingerprint(gateway, token);
        return entry(fingerprint).chain(entry -> {
            if (entry.isPresent() && entry.get().standing() instanceof Standing.Traded traded) {
                return follow(gateway, traded.latest(), new HashSet<>()).map(Standing.Traded::new);
            }
            return Uni.createFrom().item(entry.map(Entry::standing).orElseGet(Standing.Good::new));
        });
    }

    /** The token that took this one's place, as far as trades are known; empty if there is none. */
    Uni<Optional<Secret>> replacement(String gateway, Secret token) {
        return standing(gateway, token).map(standing -> replacement(standing, token));
    }

    static Optional<Secret> replacement(Standing standing, Secret token) {
        return standing instanceof Standing.Traded traded
                ? Optional.of(traded.latest()).filter(it -> !it.equals(token))
                : Optional.empty();
    }

    /**
     * Has others wait, from before the gateway is asked until it has said what came of it. To be told again before each attempt: then what an earlier turn
     * still does, one that has lost its lease, does not end the wait.
     *
     * @param isOver whether another request's trade is taken over: nobody waits for ever
     * @param goesOn whether the wait for this request's own trade goes on as it was begun; if not, it begins anew
     * @return that it is under way, by this request or by another one, or what it was traded for meanwhile
     */
    Uni<Standing> begin(
            String gateway,
            Secret token,
            Standing.UnderWay trade,
            Predicate<Standing.UnderWay> isOver,
            Predicate<Standing.UnderWay> goesOn) {
        return changed(
                        fingerprint(gateway, token),
                        entry -> entry.isEmpty()
                                ? Optional.of(Optional.of(trade.text()))
                                : underWay(entry)
                                        .filter(it -> it.by().equals(trade.by()) || isOver.test(it))
                                        .map(it -> it.by().equals(trade.by()) && goesOn.test(it)
                                                ? it.in(trade.turn())
                                                : trade)
                                        .map(it -> Optional.of(it.text())))
                .chain(() -> standing(gateway, token));
    }

    private static Optional<Standing.UnderWay> underWay(Optional<Entry> entry) {
        return entry.filter(it -> it.standing() instanceof Standing.UnderWay)
                .map(it -> (Standing.UnderWay) it.standing());
    }

    /** Nothing came of this trade: the token is as good as it was. Does nothing if a later turn has begun it anew. */
    Uni<Void> leave(String gateway, Secret token, Standing.UnderWay trade) {
        return changed(
                fingerprint(gateway, token),
                entry -> underWay(entry).filter(trade::equals).map(it -> Optional.empty()));
    }

    /** Remembers that a gateway traded a token; the first word stays. May be told again. */
    Uni<Void> traded(String gateway, Secret old, Secret fresh) {
        return changed(
                fingerprint(gateway, old),
                entry -> entry.filter(it -> it.standing() instanceof Standing.Traded)
                                .isPresent()
                        ? Optional.empty()
                        : Optional.of(Optional.of(fresh.reveal())));
    }

    static byte[] fingerprint(String gateway, Secret token) {
        return TokenFingerprint.of(gateway, token.reveal()).bytes();
    }

    /** @param decision what the entry is to become, or that it is to go; empty to leave it as it is */
    private Uni<Void> changed(byte[] fingerprint, Function<Optional<Entry>, Optional<Optional<String>>> decision) {
        return changed(fingerprint, decision, MOST_TRIES);
    }

    private Uni<Void> changed(
            byte[] fingerprint, Function<Optional<Entry>, Optional<Optional<String>>> decision, int tries) {
        return entry(fingerprint).chain(entry -> {
            Optional<Optional<String>> next = decision.apply(entry);
            if (next.isEmpty() || (entry.isEmpty() && next.get().isEmpty())) {
                return Uni.createFrom().voidItem();
            }
            if (tries == 0) {
                return Uni.createFrom()
                        .failure(new IllegalStateException("a token's trade changes faster than it can be recorded"));
            }
            Optional<Sealed> after = next.get().map(text -> sealer.seal(Secret.of(text), seal(fingerprint)));
            return store.changeTrade(fingerprint, entry.map(Entry::sealed), after)
                    .chain(done -> done ? Uni.createFrom().voidItem() : changed(fingerprint, decision, tries - 1));
        });
    }

    /**
     * However often it was traded, up to {@link #MOST_TRADES}: a caller may name the first one for years.
     *
     * @param before what led to it; a gateway that trades in circles leads nowhere else
     */
    private Uni<Secret> follow(String gateway, Secret token, Set<Secret> before) {
        before.add(token);
        return entry(fingerprint(gateway, token))
                .chain(entry -> entry.isPresent()
                                && entry.get().standing() instanceof Standing.Traded traded
                                && !before.contains(traded.latest())
                                && before.size() < MOST_TRADES
                        ? follow(gateway, traded.latest(), before)
                        : Uni.createFrom().item(token));
    }

    private Uni<Optional<Entry>> entry(byte[] fingerprint) {
        return store.tradedFor(fingerprint)
                .map(found -> found.map(kept -> {
                    Secret clear = sealer.open(kept, seal(fingerprint));
                    boolean underWay = clear.reveal().startsWith("\n");
                    return new Entry(
                            kept, underWay ? Standing.UnderWay.of(clear.reveal()) : new Standing.Traded(clear));
                }));
    }

    /** What is sealed opens only under the id it was sealed for; a trade's id is made of its fingerprint. */
    private static DisputeId seal(byte[] fingerprint) {
        ByteBuffer bytes = ByteBuffer.wrap(fingerprint);
        return new DisputeId(new UUID(bytes.getLong(), bytes.getLong()));
    }
}
