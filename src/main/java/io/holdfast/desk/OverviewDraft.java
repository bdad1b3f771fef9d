package io.holdfast.desk;

import io.holdfast.desk.OverviewBoard.Cell;
import io.holdfast.desk.OverviewBoard.Chart;
import io.holdfast.desk.OverviewBoard.Column;
import io.holdfast.desk.OverviewBoard.Line;
import io.holdfast.desk.OverviewBoard.Tile;
import io.holdfast.desk.Views.Choice;
import io.holdfast.store.overview.Figures;
import io.holdfast.store.overview.Flow;
import io.holdfast.store.overview.HeldNow;
import io.holdfast.store.overview.PlacingTime;
import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Turns figures into what the supervisor sees. */
final class OverviewDraft {

    /** Upper bounds of the classes of age; the last class has none. */
    static final List<Duration> AGES = List.of(
            Duration.ofDays(1), Duration.ofDays(3), Duration.ofDays(7), Duration.ofDays(14), Duration.ofDays(30));

    private static final List<String> AGE_LABELS =
            List.of("under 1 day", "1 to 3 days", "3 to 7 days", "7 to 14 days", "14 to 30 days", "30 days or more");

    /** Behind the present by more than this, the counting has not caught up. */
    private static final Duration USUAL_LAG = Duration.ofHours(3);

    private final Period period;
    private final Figures figures;
    private final String currency;
    private final List<Instant> steps;

    /** @param wanted currency; the one with the most disputes if there is none such */
    OverviewDraft(Period period, Figures figures, Optional<String> wanted) {
        this.period = period;
        this.figures = figures;
        this.currency = wanted.filter(currencies(figures)::contains).orElseGet(() -> usualCurrency(figures));
        this.steps = Stream.iterate(figures.from(), at -> at.isBefore(figures.until()), at -> at.plus(period.step()))
                .toList();
    }

    OverviewBoard board(OverviewScope scope, int attention) {
        return new OverviewBoard(
                scope,
                Stream.of(Period.values())
                        .map(choice -> new Choice(choice.key(), choice.title(), null, choice == period))
                        .toList(),
                currencies(figures).stream()
                        .map(code -> new Choice(code, code, null, code.equals(currency)))
                        .toList(),
                currency,
                period.key(),
                tiles(attention),
                List.of(opened(), held(), outcomes(), placing(), ages()),
                Duration.between(figures.countedUntil(), figures.until()).compareTo(USUAL_LAG) > 0);
    }

    private List<Tile> tiles(int attention) {
        long holds = figures.heldNow().stream().mapToLong(HeldNow::holds).sum();
        long opened = sum(Flow::opened);
        long placed = sum(Flow::placed);
        long declined = sum(Flow::declined);
        return List.of(
                new Tile("Live holds", count(holds), "in all currencies"),
                new Tile("Held now", money(heldNow()) + " " + currency, "of " + holdsOfCurrency()),
                new Tile("Opened", count(opened), "in " + period.title()),
                new Tile("Declined", share(declined, placed + declined), "of those the gateways decided on"),
                new Tile("Half are held within", quantile(50), "95 of 100 within " + quantile(95)),
                new Tile("Needs attention", WorklistResource.count(attention), "at the moment"));
    }

    private Chart opened() {
        List<Line> lines = steps.stream()
                .map(at -> new Line(
                        period.label(at),
                        at.getEpochSecond(),
                        List.of(counted(at, Flow::opened), counted(at, Flow::placed), counted(at, Flow::declined))))
                .toList();
        return new Chart(
                "opened",
                "Disputes over time",
                "Opened, held and declined in each step. Times are UTC.",
                "lines",
                "From",
                List.of(
                        new Column("Opened", "one", true),
                        new Column("Held", "two", true),
                        new Column("Declined", "bad", true)),
                lines);
    }

    /** From what is held now back into the past: each step ends with what the later ones neither added nor took. */
    private Chart held() {
        List<Line> lines = new ArrayList<>();
        BigDecimal level = heldNow();
        for (int i = steps.size() - 1; i >= 0; i--) {
            Instant at = steps.get(i);
            lines.add(0, new Line(period.label(at), at.getEpochSecond(), List.of(amount(level.max(BigDecimal.ZERO)))));
            for (Flow flow : flowsAt(at)) {
                if (flow.currency().equals(currency)) {
                    level = level.subtract(flow.heldIn()).add(flow.heldOut());
                }
            }
        }
        return new Chart(
                "held",
                "Money held over time",
                "In " + currency + ", at the end of each step.",
                "area",
                "From",
                List.of(new Column(currency + " held", "one", true)),
                lines);
    }

    private Chart outcomes() {
        List<String> gateways =
                figures.flows().stream().map(Flow::gateway).distinct().sorted().toList();
        List<Line> lines = new ArrayList<>();
        for (String gateway : gateways) {
            lines.add(new Line(
                    gateway,
                    lines.size(),
                    Stream.<ToLongFunction<Flow>>of(Flow::charged, Flow::released, Flow::expired, Flow::declined)
                            .map(outcome -> cell(ended(gateway, outcome)))
                            .toList()));
        }
        return new Chart(
                "outcomes",
                "Outcomes by gateway",
                "How disputes ended in " + period.title() + ".",
                "stacked",
                "Gateway",
                List.of(
                        new Column("Charged", "one", true),
                        new Column("Released", "two", true),
                        new Column("Lapsed", "warn", true),
                        new Column("Declined", "bad", true)),
                lines);
    }

    /** A charge of an earlier period may have been taken back in this one. */
    private long ended(String gateway, ToLongFunction<Flow> outcome) {
        long sum = figures.flows().stream()
                .filter(flow -> flow.gateway().equals(gateway))
                .mapToLong(outcome)
                .sum();
        return Math.max(0, sum);
    }

    private Chart placing() {
        List<Line> lines = new ArrayList<>();
        for (PlacingTime time : PlacingTime.all()) {
            lines.add(new Line(label(time), lines.size(), List.of(cell(placed(time)))));
        }
        return new Chart(
                "placing",
                "Time to HELD",
                "From the opening of a dispute to its hold, in " + period.title() + ".",
                "bars",
                "Within",
                List.of(new Column("Holds", "one", true)),
                lines);
    }

    private Chart ages() {
        List<Line> lines = new ArrayList<>();
        for (String label : AGE_LABELS) {
            int age = lines.size();
            List<HeldNow> here =
                    figures.heldNow().stream().filter(held -> held.age() == age).toList();
            BigDecimal money = here.stream()
                    .filter(held -> held.currency().equals(currency))
                    .map(HeldNow::amount)
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
            lines.add(new Line(
                    label,
                    age,
                    List.of(cell(here.stream().mapToLong(HeldNow::holds).sum()), amount(money))));
        }
        return new Chart(
                "ages",
                "Live holds by age",
                "Since their disputes were opened. Holds in all currencies; money in " + currency + ".",
                "bars",
                "Age",
                List.of(new Column("Holds", "two", true), new Column(currency, "one", false)),
                lines);
    }

    private List<Flow> flowsAt(Instant step) {
        return figures.flows().stream().filter(flow -> flow.at().equals(step)).toList();
    }

    private Cell counted(Instant step, ToLongFunction<Flow> figure) {
        return cell(flowsAt(step).stream().mapToLong(figure).sum());
    }

    private long sum(ToLongFunction<Flow> figure) {
        return figures.flows().stream().mapToLong(figure).sum();
    }

    private long placed(PlacingTime time) {
        return figures.flows().stream()
                .mapToLong(flow -> flow.placingTimes().get(time.ordinal()))
                .sum();
    }

    private BigDecimal heldNow() {
        return figures.heldNow().stream()
                .filter(held -> held.currency().equals(currency))
                .map(HeldNow::amount)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private String holdsOfCurrency() {
        long holds = figures.heldNow().stream()
                .filter(held -> held.currency().equals(currency))
                .mapToLong(HeldNow::holds)
                .sum();
        return count(holds) + (holds == 1 ? " hold" : " holds");
    }

    /** The class that so many of a hundred do not exceed. */
    private String quantile(int percent) {
        long all = PlacingTime.all().stream().mapToLong(this::placed).sum();
        long soFar = 0;
        for (PlacingTime time : PlacingTime.all()) {
            soFar += placed(time);
            if (all > 0 && soFar * 100 >= all * percent) {
                return time == PlacingTime.LONGER ? "over " + label(PlacingTime.FIVE_MINUTES) : label(time);
            }
        }
        return "–";
    }

    private static String label(PlacingTime time) {
        if (time == PlacingTime.LONGER) {
            return "longer";
        }
        long millis = time.below().toMillis();
        if (millis < 1_000) {
            return "0." + millis / 100 + " s";
        }
        return millis < 60_000 ? millis / 1_000 + " s" : millis / 60_000 + " min";
    }

    private static TreeSet<String> currencies(Figures figures) {
        return Stream.concat(
                        figures.flows().stream().map(Flow::currency),
                        figures.heldNow().stream().map(HeldNow::currency))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String usualCurrency(Figures figures) {
        return currencies(figures).stream()
                .max(Comparator.comparingLong(code -> figures.flows().stream()
                                .filter(flow -> flow.currency().equals(code))
                                .mapToLong(Flow::opened)
                                .sum()
                        + figures.heldNow().stream()
                                .filter(held -> held.currency().equals(code))
                                .mapToLong(HeldNow::holds)
                                .sum()))
                .orElse("USD");
    }

    private static Cell cell(long value) {
        return new Cell(Long.toString(value), count(value));
    }

    private Cell amount(BigDecimal value) {
        return new Cell(value.toPlainString(), money(value));
    }

    private static String count(long value) {
        return format("#,##0").format(value);
    }

    private String money(BigDecimal value) {
        int digits = Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
        return format(digits == 0 ? "#,##0" : "#,##0." + "0".repeat(digits)).format(value);
    }

    private static String share(long part, long whole) {
        return whole == 0 ? "–" : format("0.0").format(BigDecimal.valueOf((part * 1000 + whole / 2) / whole, 1)) + " %";
    }

    private static DecimalFormat format(String pattern) {
        return new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT));
    }
}
