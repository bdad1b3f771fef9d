package io.holdfast.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.credential.CompanyAccounts.Person;
import io.holdfast.gateway.SettableClock;
import io.holdfast.secret.Keysets;
import io.holdfast.secret.TinkSealer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HandoverTest {

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-29T20:30:00Z"));
    private final TinkSealer sealer = new TinkSealer(Keysets.create());
    private final Handover handover = new Handover(sealer, clock);
    private final DeskSession frame = DeskSession.visitor("token of the frame", clock.instant());
    private final DeskSession ann = DeskSession.ofPerson(
            new Person("oidc:ann", Set.of(DeskSession.AGENT), Optional.of(Set.of("CC-NORTH"))),
            "token",
            clock.instant());

    @Test
    void aTicketBringsTheSessionToTheFrameThatAsked() {
        // when
        String ticket = handover.ticket(ann, Handover.name(frame));

        // then
        assertThat(handover.taken(ticket, frame)).contains(ann);
    }

    @Test
    void itIsOfNoUseToAnotherFrame() {
        // given
        DeskSession other = DeskSession.visitor("token of another", clock.instant());

        // when
        String ticket = handover.ticket(ann, Handover.name(frame));

        // then
        assertThat(handover.taken(ticket, other)).isEmpty();
    }

    @Test
    void itIsGoodForAMinute() {
        // given
        String ticket = handover.ticket(ann, Handover.name(frame));

        // when
        clock.advance(Duration.ofSeconds(59));
        Optional<DeskSession> inTime = handover.taken(ticket, frame);
        clock.advance(Duration.ofSeconds(1));
        Optional<DeskSession> late = handover.taken(ticket, frame);

        // then
        assertThat(inTime).isPresent();
        assertThat(late).isEmpty();
    }

    @Test
    void itIsNoCookieAndACookieIsNoTicket() {
        // when
        String ticket = handover.ticket(ann, Handover.name(frame));

        // then
        assertThat(sealer.openSession(ticket).flatMap(DeskSession::parse)).isEmpty();
        assertThat(handover.taken(sealer.sealSession(ann.text()), frame)).isEmpty();
        assertThat(handover.taken("made up", frame)).isEmpty();
    }

    @Test
    void whatAFrameIsCalledDoesNotTellItsToken() {
        assertThat(Handover.name(frame)).hasSize(22).doesNotContain(frame.token());
    }
}
