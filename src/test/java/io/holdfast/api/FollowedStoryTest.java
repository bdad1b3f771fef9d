package io.holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.gateway.SettableClock;
import io.holdfast.simulation.Stage;
import io.holdfast.store.pages.EventListing;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FollowedStoryTest {

    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final Stage stage = Stage.withoutSchedules();
    private final List<Duration> waits = new ArrayList<>();
    private Optional<Instant> until = Optional.empty();
    private boolean takesPart = true;
    private UnaryOperator<Dispute> next = UnaryOperator.identity();

    @Test
    void aDisputeThatIsOverIsFollowedUntilItHasBeenQuietForAWhile() {
        // given
        Dispute released = released();
        SettableClock clock = new SettableClock(released.updatedAt().plusSeconds(50));
        FollowedStory story = follow(released, 0, clock);
        int told = now(story).size();

        // when
        List<EventListing> silence = now(story);
        clock.advance(Duration.ofSeconds(10));
        List<EventListing> end = now(story);

        // then
        assertThat(told).isEqualTo(released.head().sequence());
        assertThat(silence).isEmpty();
        assertThat(waits).containsExactly(Duration.ofSeconds(10));
        assertThat(end).isEmpty();
        assertThat(story.isOver()).isTrue();
    }

    @Test
    void whoComesBackToADisputeThatIsOverIsToldThatThereIsNoMore() {
        // given
        Dispute released = released();
        SettableClock clock = new SettableClock(released.updatedAt().plus(FollowedStory.QUIET));

        // when
        boolean atEnd = follow(released, released.head().sequence(), clock).isAtItsEnd();
        boolean atEndBeforeTheLastWord =
                follow(released, released.head().sequence() - 1, clock).isAtItsEnd();

        // then
        assertThat(atEnd).isTrue();
        assertThat(atEndBeforeTheLastWord).isFalse();
    }

    @Test
    void aHoldThatLivesIsFollowedForAnHour() {
        // given
        Dispute held = stage.stored(stage.held());
        SettableClock clock = new SettableClock(held.updatedAt().plus(Duration.ofDays(3)));
        FollowedStory story = follow(held, held.head().sequence(), clock);
        now(story);
        boolean overBefore = story.isOver();

        // when
        clock.advance(FollowedStory.LONGEST);
        now(story);

        // then
        assertThat(waits).containsExactly(HEARTBEAT);
        assertThat(overBefore).isFalse();
        assertThat(story.isOver()).isTrue();
    }

    @Test
    void nobodyIsToldAnythingOnceTheirTokenHasEnded() {
        // given
        Dispute held = stage.stored(stage.held());
        SettableClock clock = new SettableClock(stage.now());
        until = Optional.of(clock.instant().plusSeconds(4));
        FollowedStory silent = follow(held, held.head().sequence(), clock);
        FollowedStory unread = follow(held, 0, clock);
        now(silent);

        // when
        clock.advance(Duration.ofSeconds(4));
        List<EventListing> told = now(unread);
        now(silent);

        // then
        assertThat(waits).containsExactly(Duration.ofSeconds(4));
        assertThat(silent.isOver()).isTrue();
        assertThat(told).isEmpty();
        assertThat(unread.isOver()).isTrue();
    }

    @Test
    void aProcessThatStopsTellsWhatItKnowsAndEnds() {
        // given
        Dispute held = stage.stored(stage.held());
        FollowedStory story = follow(held, 0, new SettableClock(stage.now()));
        takesPart = false;

        // when
        List<EventListing> told = now(story);
        now(story);

        // then
        assertThat(told).hasSize(held.head().sequence());
        assertThat(story.isOver()).isTrue();
    }

    @Test
    void aStoryThatWentBackIsNotFollowedAnyMore() {
        // given
        Dispute before = stage.stored(stage.held());
        stage.answer(stage.disputes().releaseHold().release(before.id(), "agent"));
        stage.pass(Duration.ofSeconds(5));
        Dispute released = stage.stored(before.id());
        next = seen -> before;
        FollowedStory story = follow(released, released.head().sequence(), new SettableClock(released.updatedAt()));

        // when
        List<EventListing> told = now(story);

        // then
        assertThat(told).isEmpty();
        assertThat(story.isOver()).isTrue();
    }

    @Test
    void whoKnowsMoreThanTheStoryHasIsToldAllOfIt() {
        // given
        Dispute held = stage.stored(stage.held());

        // when
        List<EventListing> told = now(follow(held, held.head().sequence() + 1, new SettableClock(held.updatedAt())));

        // then
        assertThat(told).hasSize(held.head().sequence());
    }

    private Dispute released() {
        DisputeId id = stage.held();
        stage.answer(stage.disputes().releaseHold().release(id, "agent"));
        stage.pass(Duration.ofSeconds(5));
        return stage.stored(id);
    }

    private FollowedStory follow(Dispute dispute, int told, SettableClock clock) {
        return new FollowedStory(
                dispute,
                told,
                (after, limit) ->
                        Uni.createFrom().item(events(after, dispute.head().sequence())),
                (seen, atMost) -> {
                    waits.add(atMost);
                    return Uni.createFrom().item(next.apply(seen));
                },
                HEARTBEAT,
                clock,
                until,
                () -> takesPart);
    }

    private static List<EventListing> now(FollowedStory story) {
        return story.next().await().atMost(Duration.ofSeconds(30));
    }

    private static List<EventListing> events(int after, int last) {
        return IntStream.rangeClosed(after + 1, last)
                .mapToObj(i -> new EventListing(i, "hold.placed", Instant.EPOCH, "system", "{}", new byte[32]))
                .toList();
    }
}
