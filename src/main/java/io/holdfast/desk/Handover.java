package io.holdfast.desk;

import io.holdfast.secret.SessionSealer;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * Hands a session over from the window in which somebody signed in to the frame that asked for it. Hardly any issuer lets itself be shown in a frame, and the cookie of a window
 * is not sent in a frame of a stranger's page. The ticket is sealed, is good for a minute, and only for the frame that asked: no other browser has the form it names.
 */
@ApplicationScoped
class Handover {

    private static final Duration LIFE = Duration.ofMinutes(1);

    private static final String KIND = "ticket";
    private static final String BETWEEN = "\n";
    private static final int PARTS = 4;
    private static final int HASH_BYTES = 16;

    private final SessionSealer sealer;
    private final Clock clock;

    Handover(SessionSealer sealer, Clock clock) {
        this.sealer = sealer;
        this.clock = clock;
    }

    /** What a frame is called where others can read it: it does not tell the token of its forms. */
    static String name(DeskSession frame) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(frame.token().getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, HASH_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** @param frame its {@link #name} */
    String ticket(DeskSession session, String frame) {
        return sealer.sealSession(
                String.join(BETWEEN, KIND, frame, Long.toString(clock.instant().getEpochSecond()), session.text()));
    }

    /** The session of the ticket; empty if it is not for that frame, too old, or none of ours. */
    Optional<DeskSession> taken(String ticket, DeskSession frame) {
        return sealer.openSession(ticket)
                .map(text -> text.split(BETWEEN, PARTS))
                .filter(parts -> parts.length == PARTS && parts[0].equals(KIND) && parts[1].equals(name(frame)))
                .filter(parts -> clock.instant()
                        .isBefore(
                                Instant.ofEpochSecond(Long.parseLong(parts[2])).plus(LIFE)))
                .flatMap(parts -> DeskSession.parse(parts[PARTS - 1]));
    }
}
