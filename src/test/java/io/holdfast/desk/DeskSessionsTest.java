package io.holdfast.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.credential.ApiCredentials;
import io.holdfast.credential.CompanyAccounts;
import io.holdfast.gateway.SettableClock;
import io.holdfast.secret.Keysets;
import io.holdfast.secret.TinkSealer;
import io.holdfast.settings.BadSetting;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DeskSessionsTest {

    private static final ApiCredentials.Holder AGENT =
            new ApiCredentials.Holder("agent", Set.of(DeskSession.AGENT), Optional.empty(), "fingerprint");

    private static final CompanyAccounts.Person PERSON =
            new CompanyAccounts.Person("oidc:ann", Set.of(DeskSession.AGENT), Optional.empty());

    private boolean accountsAreTaken = true;
    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-25T20:30:00Z"));
    private final DeskSessions sessions = new DeskSessions(
            new TinkSealer(Keysets.create()),
            new ApiCredentials() {
                @Override
                public Optional<Holder> holderOf(String apiKey) {
                    return Optional.of(AGENT);
                }

                @Override
                public Optional<Holder> holderNow(String name, String fingerprint) {
                    return Optional.of(AGENT);
                }
            },
            new CompanyAccounts() {
                @Override
                public boolean isOn() {
                    return accountsAreTaken;
                }

                @Override
                public Uni<Step> next(RoutingContext call) {
                    throw new UnsupportedOperationException();
                }
            },
            settings(Map.of()),
            clock);

    @Test
    void aSessionThatIsNotUsedIsOverForAPageThatIsStillOpen() {
        // given
        DeskSession session = sessions.newSession(AGENT);

        // when
        clock.advance(Duration.ofMinutes(30).minusSeconds(1));
        Optional<DeskSession> before = sessions.stillGood(session);
        clock.advance(Duration.ofSeconds(1));
        Optional<DeskSession> after = sessions.stillGood(session);

        // then
        assertThat(before).isPresent();
        assertThat(after).isEmpty();
    }

    @Test
    void aSessionThatIsUsedGoesOnUntilItIsTooOld() {
        // given
        DeskSession session = sessions.newSession(AGENT);
        clock.advance(Duration.ofHours(12).minusSeconds(1));
        DeskSession used = session.usedAt(clock.instant());

        // when
        Optional<DeskSession> before = sessions.stillGood(used);
        clock.advance(Duration.ofSeconds(1));
        Optional<DeskSession> after = sessions.stillGood(used);

        // then
        assertThat(before).isPresent();
        assertThat(after).isEmpty();
    }

    @Test
    void aPersonsSessionIsOverWhenAccountsAreNotTakenAnyMore() {
        // given
        DeskSession session = sessions.newSession(PERSON);
        boolean before = sessions.stillGood(session).isPresent();

        // when
        accountsAreTaken = false;

        // then
        assertThat(before).isTrue();
        assertThat(sessions.stillGood(session)).isEmpty();
    }

    /** Directories have people in hundreds of groups, of any names: a cookie has no room for them, and a comma in one would make another role of it. */
    @Test
    void ofAPersonsRolesTheSessionKeepsThoseThatTheDeskKnows() {
        // given
        Set<String> roles = Stream.concat(
                        IntStream.range(0, 300).mapToObj(number -> "CN=Group " + number + ",OU=Groups"),
                        Stream.of(DeskSession.AGENT, "contractors,admin", "two\nlines"))
                .collect(Collectors.toSet());

        // when
        DeskSession session = sessions.newSession(new CompanyAccounts.Person("oidc:ann", roles, Optional.empty()));

        // then
        assertThat(session.roles()).containsExactly(DeskSession.AGENT);
        assertThat(DeskSession.parse(session.text())).contains(session);
    }

    @Test
    void holdsThatLapseBeforeNowStopTheStart() {
        assertThatThrownBy(() -> lapsingWithin("-1s"))
                .isInstanceOf(BadSetting.class)
                .hasMessage("holdfast.desk.lapsing-within: must be 0s or more");
    }

    @Test
    void noHoldNeedBeShownAsLapsing() {
        assertThatCode(() -> lapsingWithin("0s")).doesNotThrowAnyException();
    }

    private static void lapsingWithin(String span) {
        new DeskSessions(null, null, null, settings(Map.of("holdfast.desk.lapsing-within", span)), null);
    }

    private static DeskSettings settings(Map<String, String> given) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withMapping(DeskSettings.class)
                .withDefaultValues(given)
                .build()
                .getConfigMapping(DeskSettings.class);
    }
}
