package io.holdfast.desk;

import io.holdfast.credential.ApiCredentials.Holder;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who is signed in at a browser. It lives in a sealed cookie, and nowhere else.
 *
 * @param kind what the session stands on
 * @param fingerprint of the API key; empty for the others
 * @param token what every form that changes something has to bring along
 * @param began when the person signed in
 * @param used when the cookie was last renewed
 */
record DeskSession(
        Kind kind, String name, Set<String> roles, String fingerprint, String token, Instant began, Instant used) {

    /** Of {@code Role}; the desk knows no others. */
    static final String AGENT = "agent";

    static final String ADMIN = "admin";

    private static final String VERSION = "1";
    private static final String BETWEEN = "\n";
    private static final int PARTS = 8;

    enum Kind {
        /** Nobody yet: a sign-in form was sent to this browser. */
        VISITOR,
        /** Whoever has that API key. */
        API_KEY,
        /** A person of the OpenID Connect issuer. */
        OPEN_ID
    }

    static DeskSession visitor(String token, Instant now) {
        return new DeskSession(Kind.VISITOR, "", Set.of(), "", token, now, now);
    }

    static DeskSession ofKey(Holder holder, String token, Instant now) {
        return new DeskSession(Kind.API_KEY, holder.name(), holder.roles(), holder.fingerprint(), token, now, now);
    }

    static DeskSession ofPerson(String name, Set<String> roles, String token, Instant now) {
        return new DeskSession(Kind.OPEN_ID, name, roles, "", token, now, now);
    }

    DeskSession usedAt(Instant now) {
        return new DeskSession(kind, name, roles, fingerprint, token, began, now);
    }

    DeskSession withToken(String other) {
        return new DeskSession(kind, name, roles, fingerprint, other, began, used);
    }

    /** The roles of a key are those that it has now. */
    DeskSession withRoles(Set<String> now) {
        return new DeskSession(kind, name, now, fingerprint, token, began, used);
    }

    /** Whether the holder may look at disputes at all. */
    static boolean mayLook(Set<String> roles) {
        return roles.contains(AGENT) || roles.contains(ADMIN);
    }

    /** Whether the holder may release and charge. */
    boolean mayDecide() {
        return roles.contains(AGENT);
    }

    String text() {
        return String.join(
                BETWEEN,
                VERSION,
                kind.name(),
                name,
                String.join(",", new TreeSet<>(roles)),
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
                parts.get(4),
                parts.get(5),
                Instant.ofEpochSecond(Long.parseLong(parts.get(6))),
                Instant.ofEpochSecond(Long.parseLong(parts.get(7)))));
    }

    @Override
    public String toString() {
        return kind + " " + name;
    }
}
