package io.holdfast.desk;

import io.holdfast.credential.ApiCredentials.Holder;
import io.holdfast.credential.CompanyAccounts.Person;
import io.holdfast.dispute.model.Dispute;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who is signed in at a browser. It lives in a sealed cookie, and nowhere else.
 *
 * @param kind what the session stands on
 * @param callCenters whose disputes there are for whoever it is; empty if of all
 * @param fingerprint of the API key; empty for the others
 * @param token what every form that changes something has to bring along
 * @param began when the person signed in
 * @param used when the cookie was last renewed
 */
record DeskSession(
        Kind kind,
        String name,
        Set<String> roles,
        Optional<Set<String>> callCenters,
        String fingerprint,
        String token,
        Instant began,
        Instant used) {

    /** Of {@code Role}; the desk knows no others. */
    static final String AGENT = "agent";

    static final String ADMIN = "admin";

    private static final String VERSION = "2";
    private static final String BETWEEN = "\n";
    private static final int PARTS = 9;

    private static final String ALL = "*";

    /** In front of those that are named: there may be one with the name of all. */
    private static final String SOME = "=";

    /** Of the call centres that are named. A cookie has room for 4,096 bytes (RFC 6265bis, 5.6), and they are sealed and encoded. */
    private static final int MOST_NAMED = 1_800;

    enum Kind {
        /** Nobody yet: a sign-in form was sent to this browser. */
        VISITOR,
        /** Whoever has that API key. */
        API_KEY,
        /** A person of the OpenID Connect issuer. */
        OPEN_ID
    }

    static DeskSession visitor(String token, Instant now) {
        return new DeskSession(Kind.VISITOR, "", Set.of(), Optional.empty(), "", token, now, now);
    }

    static DeskSession ofKey(Holder holder, String token, Instant now) {
        return new DeskSession(
                Kind.API_KEY,
                holder.name(),
                holder.roles(),
                holder.callCenters(),
                holder.fingerprint(),
                token,
                now,
                now);
    }

    static DeskSession ofPerson(Person person, String token, Instant now) {
        return new DeskSession(
                Kind.OPEN_ID, person.name(), known(person.roles()), person.callCenters(), "", token, now, now);
    }

    /** An issuer may tell all the groups of its directory, hundreds of them and of any names: a cookie has no room for those, and a comma in one would make two of it. */
    private static Set<String> known(Set<String> roles) {
        return Stream.of(AGENT, ADMIN).filter(roles::contains).collect(Collectors.toUnmodifiableSet());
    }

    DeskSession usedAt(Instant now) {
        return new DeskSession(kind, name, roles, callCenters, fingerprint, token, began, now);
    }

    DeskSession withToken(String other) {
        return new DeskSession(kind, name, roles, callCenters, fingerprint, other, began, used);
    }

    /** A key may do, and reach, what it may now. */
    DeskSession heldBy(Holder now) {
        return new DeskSession(kind, name, now.roles(), now.callCenters(), fingerprint, token, began, used);
    }

    /** Whether the holder may look at disputes at all. */
    static boolean mayLook(Set<String> roles) {
        return roles.contains(AGENT) || roles.contains(ADMIN);
    }

    /** Whether the holder may release and charge. */
    boolean mayDecide() {
        return roles.contains(AGENT);
    }

    /** Whether there is this dispute for whoever it is. */
    boolean reaches(Dispute dispute) {
        return reaches(dispute.terms().callCenterId());
    }

    /** Whether there is this call centre for whoever it is. */
    boolean reaches(String callCenter) {
        return callCenters.map(only -> only.contains(callCenter)).orElse(true);
    }

    /** Whether no dispute is kept from whoever it is. */
    boolean reachesAll() {
        return callCenters.isEmpty();
    }

    /** Whether a cookie can carry it. */
    boolean fits() {
        return named().length() <= MOST_NAMED;
    }

    /** Of a key they are looked up each time. */
    private String named() {
        return kind == Kind.API_KEY
                ? ""
                : callCenters
                        .map(only -> only.stream()
                                .map(center -> URLEncoder.encode(center, StandardCharsets.UTF_8))
                                .sorted()
                                .collect(Collectors.joining(",", SOME, "")))
                        .orElse(ALL);
    }

    private static Optional<Set<String>> callCenters(String named) {
        return named.equals(ALL)
                ? Optional.empty()
                : Optional.of(Arrays.stream(named.replaceFirst("^" + SOME, "").split(","))
                        .filter(center -> !center.isEmpty())
                        .map(center -> URLDecoder.decode(center, StandardCharsets.UTF_8))
                        .collect(Collectors.toUnmodifiableSet()));
    }

    String text() {
        return String.join(
                BETWEEN,
                VERSION,
                kind.name(),
                name,
                String.join(",", new TreeSet<>(roles)),
                named(),
                fingerprint,
                token,
                Long.toString(began.getEpochSecond()),
                Long.toString(used.getEpochSecond()));
    }

    /** Empty if it was written by another version. */
    static Optional<DeskSession> parse(String text) {
        List<String> parts = Arrays.asList(text.split(BETWEEN, -1));
        if (parts.size() != PARTS || !parts.get(0).equals(VERSION)) {
            return Optional.empty();
        }
        return Optional.of(new DeskSession(
                Kind.valueOf(parts.get(1)),
                parts.get(2),
                parts.get(3).isEmpty() ? Set.of() : Set.of(parts.get(3).split(",")),
                callCenters(parts.get(4)),
                parts.get(5),
                parts.get(6),
                Instant.ofEpochSecond(Long.parseLong(parts.get(7))),
                Instant.ofEpochSecond(Long.parseLong(parts.get(8)))));
    }

    @Override
    public String toString() {
        return kind + " " + name;
    }
}
