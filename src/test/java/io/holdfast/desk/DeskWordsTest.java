package io.holdfast.desk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.holdfast.credential.CompanyAccounts.Person;
import io.holdfast.dispute.Settling;
import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.Settlement;
import io.holdfast.dispute.model.Status;
import io.holdfast.dispute.model.StoryType;
import io.holdfast.money.Money;
import io.holdfast.simulation.Call;
import io.holdfast.simulation.Fate;
import io.holdfast.simulation.Stage;
import io.holdfast.store.overview.Centers;
import io.holdfast.store.overview.Figures;
import io.holdfast.store.overview.Flow;
import io.holdfast.store.overview.HeldNow;
import io.holdfast.store.overview.OverviewPages;
import io.holdfast.store.overview.PlacingTime;
import io.holdfast.store.pages.EventListing;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeskWordsTest {

    private static final Instant NOW = Instant.parse("2026-11-25T20:30:00Z");

    private final PlainStory story = new PlainStory(new ObjectMapper());

    @Test
    void whatTheGatewayHasDoneAlreadyIsNotCalledUnderWay() {
        // given
        Stage stage = Stage.withoutSchedules();
        DisputeId id = stage.held();
        Settling accepted = stage.answer(stage.disputes().releaseHold().release(id, "agent"));
        Dispute then = stage.stored(id);
        stage.pass(Duration.ofSeconds(5));

        // when
        Views.Notice atOnce = DisputeResource.notice(accepted, "The hold is being given back", then);
        Views.Notice late = DisputeResource.notice(accepted, "The hold is being given back", stage.stored(id));

        // then
        assertThat(atOnce.headline()).isEqualTo("The hold is being given back");
        assertThat(late).isNull();
    }

    @Test
    void aChargeThatTheGatewayRefusedAtOnceIsToldAsOne() {
        // given
        Stage stage = Stage.withoutSchedules();
        DisputeId id = stage.held();
        stage.always(Call.CAPTURE, Fate.of(Fate.Verdict.NO));
        Settling accepted =
                stage.answer(stage.disputes().chargeHold().charge(id, Optional.of(BigDecimal.TEN), "agent"));
        stage.pass(Duration.ofSeconds(5));

        // when
        Views.Notice notice = DisputeResource.notice(accepted, "The hold is being charged", stage.stored(id));

        // then
        assertThat(notice.mood()).isEqualTo("bad");
        assertThat(notice.headline()).isEqualTo("The charge was not carried out");
    }

    @ParameterizedTest
    @EnumSource(Attention.class)
    void everyAttentionSaysWhatItMeansAndWhatToDo(Attention attention) {
        // when
        PlainWords.Explained words = PlainWords.attention(attention);

        // then
        assertThat(words.headline()).isNotBlank().doesNotContain("_");
        assertThat(words.meaning()).isNotBlank();
        assertThat(words.advice()).isNotBlank();
    }

    @ParameterizedTest
    @EnumSource(Status.class)
    void whereMoneyWasTakenUnaskedNoStatusSaysThatNoneWas(Status status) {
        // when
        String sentence = PlainWords.sentence(
                status, Set.of(Attention.UNEXPECTED_CAPTURE, Attention.GATEWAY_MISMATCH), Optional.empty());

        // then
        assertThat(sentence)
                .endsWith("money was taken that nobody here asked for.")
                .doesNotContainIgnoringCase("nothing");
    }

    @ParameterizedTest
    @EnumSource(Status.class)
    void aGatewayThatHoldsAnotherAmountIsNotCalledSilentOrAgreeing(Status status) {
        // when
        String sentence = PlainWords.sentence(status, Set.of(Attention.GATEWAY_MISMATCH), Optional.empty());

        // then
        assertThat(sentence).contains("another amount").doesNotContain("has not said", "Nothing", "reserved");
    }

    @Test
    void whileAChargeIsUnderWayNobodySaysThatNothingWasTaken() {
        // given
        Settlement charge = new Settlement.Charge(Money.of("20.00", "USD"));

        // when
        String charging = PlainWords.sentence(Status.HELD, Set.of(), Optional.of(charge));
        String releasing = PlainWords.sentence(Status.HELD, Set.of(), Optional.of(new Settlement.Release()));

        // then
        assertThat(charging).contains("may have been taken").doesNotContain("Nothing");
        assertThat(releasing).contains("Nothing has been taken");
    }

    @Test
    void aHoldThatLapsedUnderAChargeWasDecidedOn() {
        // when
        String sentence = PlainWords.sentence(Status.EXPIRED, Set.of(Attention.CAPTURE_FAILED), Optional.empty());

        // then
        assertThat(sentence).contains("Nothing was taken").doesNotContain("decided");
    }

    @Test
    void aHoldThatTheGatewayEndsEarlyDidNotLapseAtATimeThatHasNotCome() {
        // given
        EventListing word = new EventListing(3, StoryType.HOLD_EXPIRED.code(), NOW, "gateway:erp", "{}", new byte[0]);

        // when
        Instant early = Dossier.lapsed(NOW.plusSeconds(60), List.of(word));
        Instant asked = Dossier.lapsed(NOW.minusSeconds(60), List.of(word));

        // then
        assertThat(early).isEqualTo(NOW);
        assertThat(asked).isEqualTo(NOW.minusSeconds(60));
    }

    @Test
    void aHoldThatIsLeftOverIsNotDenied() {
        // when
        String sentence = PlainWords.sentence(Status.FAILED, Set.of(Attention.ORPHANED_HOLD), Optional.empty());

        // then
        assertThat(sentence).contains("left over").doesNotContain("Nothing is reserved");
    }

    @Test
    void whatTheGatewayTookUnaskedIsToldInFigures() {
        // when
        PlainStory.Line line = story.tell(new EventListing(
                1,
                StoryType.ATTENTION_RAISED.code(),
                NOW,
                "gateway:erp",
                "{\"attention\":\"UNEXPECTED_CAPTURE\",\"amount\":\"13.00 USD\",\"captured\":\"3.00 USD\",\"asked\":\"13.00 USD\"}",
                new byte[0]));

        // then
        assertThat(line.detail())
                .isEqualTo("The gateway took money that nobody charged. Held at the gateway: 13.00 USD."
                        + " Taken there: 3.00 USD. Asked for here: a hold of 13.00 USD.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "insufficient_funds",
                "card_declined",
                "fraud_suspected",
                "authentication_required",
                "expired_card",
                "limit_exceeded",
                "processing_error",
                "try_again_later",
                "invalid_payment_method",
                "card_not_supported",
                "invalid_amount",
                "payment_method_gone",
                "capture_failed",
                "not_sent",
                "unknown",
                "too_late",
                "over_already",
                "not_live",
                "is_given_back",
                "mismatch",
                "captured",
                "token_unreadable"
            })
    void everyReasonThatGatewaysGiveIsExplained(String code) {
        // when
        PlainWords.Explained words = PlainWords.failure(code);

        // then
        assertThat(PlainWords.knownFailures()).containsKey(code);
        assertThat(words.meaning()).doesNotContain(code);
        assertThat(words.advice()).isNotBlank();
    }

    @Test
    void aReasonThatNobodyKnowsIsADeclineWithItsCode() {
        // when
        PlainWords.Explained words = PlainWords.failure("do_not_honor");

        // then
        assertThat(words.meaning()).contains("do_not_honor");
    }

    @ParameterizedTest
    @EnumSource(StoryType.class)
    void everyEventIsToldInPlainWords(StoryType type) {
        // when
        PlainStory.Line line = story.tell(new EventListing(1, type.code(), NOW, "gateway:erp", "{}", new byte[0]));

        // then
        assertThat(line.headline()).isNotBlank().doesNotContain("_").isNotEqualTo(type.code());
        assertThat(line.who()).isEqualTo("Gateway erp");
    }

    @Test
    void anEventOfANewerVersionIsToldByItsName() {
        // when
        PlainStory.Line line = story.tell(new EventListing(1, "hold.moved", NOW, "system", "[1]", new byte[0]));

        // then
        assertThat(line.headline()).isEqualTo("hold.moved");
        assertThat(line.who()).isEqualTo("Holdfast");
    }

    @ParameterizedTest
    @CsvSource({
        "PT167H59M,6 d 23 h left,calm,99",
        "PT47H,1 d 23 h left,soon,27",
        "PT90M,1 h 30 min left,now,0",
        "PT-1M,over; the gateway is being asked,now,0"
    })
    void aHoldsLifeIsToldAsABarAndInWords(Duration left, String words, String mood, int percent) {
        // given
        Instant until = NOW.plus(left);

        // when
        Life life = Life.of(until.minus(Duration.ofDays(7)), until, NOW, Duration.ofHours(48));

        // then
        assertThat(life.left()).isEqualTo(words);
        assertThat(life.mood()).isEqualTo(mood);
        assertThat(life.percent()).isEqualTo(percent);
    }

    private static Stream<Optional<Set<String>>> reaches() {
        return Stream.of(
                Optional.empty(),
                Optional.of(Set.of()),
                Optional.of(Set.of("*")),
                Optional.of(Set.of("A,\nB", "Süd %2C")));
    }

    @ParameterizedTest
    @MethodSource("reaches")
    void aSessionIsReadAsItWasWritten(Optional<Set<String>> reach) {
        // given
        DeskSession session = DeskSession.ofPerson(
                new Person("Ann, of \"CC-1\" | x", Set.of("agent", "admin"), reach), "token", Instant.ofEpochSecond(1));

        // when
        Optional<DeskSession> read = DeskSession.parse(session.text());

        // then
        assertThat(read).contains(session);
        assertThat(DeskSession.parse("0" + session.text().substring(1))).isEmpty();
    }

    @Test
    void aCallCentreIsTypedWhereThereAreMoreThanCanBeChosenFromAndNothingIsChosenFromOne() {
        // given
        List<String> names = List.of("CC-1", "CC-2");
        Set<String> many = Set.of("A", "B", "C", "D", "E", "F");

        // when
        OverviewScope few = OverviewScope.ofAll(Optional.empty(), new Centers(names, false));
        OverviewScope more = OverviewScope.ofAll(Optional.of("CC-77 & co"), new Centers(names, true));

        // then
        assertThat(few.typed()).isFalse();
        assertThat(few.query()).isEmpty();
        assertThat(more.typed()).isTrue();
        assertThat(more.query()).isEqualTo("&call_center=CC-77+%26+co");
        assertThat(more.choices()).extracting(Views.Choice::key).containsExactly("CC-1", "CC-2", "CC-77 & co");
        assertThat(OverviewScope.ofSome(Set.of("A"), Optional.empty()).isChoosable())
                .isFalse();
        assertThat(OverviewScope.ofSome(many, Optional.empty()).title()).isEqualTo("Your 6 call centres");
        assertThat(OverviewScope.ofSome(many, Optional.empty()).names()).isEmpty();
        assertThat(OverviewScope.ofSome(many, Optional.of("B")).names()).containsExactly("B");
        assertThat(OverviewScope.ofSome(Set.of(), Optional.empty()).title()).isEqualTo("No call centre is yours");
    }

    @Test
    void moneyThatWasHeldIsWhatIsHeldNowWithoutWhatCameSince() {
        // given
        Period period = Period.DAY;
        Instant from = period.from(NOW);
        Instant last = from.plus(Duration.ofHours(23));
        Figures figures = new Figures(
                from,
                NOW,
                NOW,
                List.of(
                        flow(last, "USD", "30", "0"),
                        flow(last.minus(Duration.ofHours(1)), "USD", "50", "20"),
                        flow(last, "EUR", "7", "0")),
                List.of(
                        new HeldNow("USD", 0, 6, new BigDecimal("100")),
                        new HeldNow("EUR", 0, 1, new BigDecimal("7"))));

        // when
        List<OverviewBoard.Line> held = new OverviewDraft(period, figures, Optional.of("USD"))
                .board(OverviewScope.ofSome(Set.of(), Optional.empty()), 0)
                .charts()
                .get(1)
                .lines();

        // then
        assertThat(held).hasSize(24);
        assertThat(held.get(23).cells().get(0).text()).isEqualTo("100.00");
        assertThat(held.get(22).cells().get(0).text()).isEqualTo("70.00");
        assertThat(held.get(21).cells().get(0).text()).isEqualTo("40.00");
        assertThat(held.get(0).cells().get(0).text()).isEqualTo("40.00");
    }

    @Test
    void anOutcomeThatWasTakenBackMoreOftenThanItCameIsNoneAndNotLess() {
        // given
        Instant from = Period.DAY.from(NOW);
        Figures figures = new Figures(from, NOW, NOW, List.of(charged(from, 1), charged(NOW, -2)), List.of());

        // when
        OverviewBoard.Cell charged = new OverviewDraft(Period.DAY, figures, Optional.of("USD"))
                .board(OverviewScope.ofSome(Set.of(), Optional.empty()), 0)
                .charts()
                .get(2)
                .lines()
                .get(0)
                .cells()
                .get(0);

        // then
        assertThat(charged.text()).isEqualTo("0");
    }

    @Test
    void theTilesSayNoMoreThanIsKnownAndCountOneHoldAsOne() {
        // given
        Instant from = Period.DAY.from(NOW);
        List<Long> late = new ArrayList<>(Collections.nCopies(PlacingTime.all().size(), 0L));
        late.set(PlacingTime.LONGER.ordinal(), 3L);
        Flow flow = new Flow(from, "erp", "USD", 3, 3, 0, 0, 0, 0, BigDecimal.ZERO, BigDecimal.ZERO, late);
        Figures figures = new Figures(from, NOW, NOW, List.of(flow), List.of(new HeldNow("USD", 0, 1, BigDecimal.TEN)));

        // when
        List<OverviewBoard.Tile> tiles = new OverviewDraft(Period.DAY, figures, Optional.of("USD"))
                .board(OverviewScope.ofSome(Set.of(), Optional.empty()), OverviewPages.MOST_COUNTED)
                .tiles();

        // then
        assertThat(tiles).contains(new OverviewBoard.Tile("Needs attention", "99+", "at the moment"));
        assertThat(tiles).contains(new OverviewBoard.Tile("Held now", "10.00 USD", "of 1 hold"));
        assertThat(tiles)
                .contains(new OverviewBoard.Tile("Half are held within", "over 5 min", "95 of 100 within over 5 min"));
    }

    private static Flow charged(Instant at, int charged) {
        List<Long> none = Collections.nCopies(PlacingTime.all().size(), 0L);
        return new Flow(at, "erp", "USD", 1, 1, 0, 0, charged, 0, BigDecimal.ZERO, BigDecimal.ZERO, none);
    }

    private static Flow flow(Instant at, String currency, String in, String out) {
        return new Flow(
                at,
                "erp",
                currency,
                1,
                1,
                0,
                0,
                0,
                0,
                new BigDecimal(in),
                new BigDecimal(out),
                Collections.nCopies(PlacingTime.all().size(), 0L));
    }
}
