package io.holdfast.trace;

import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gauges that are told anew again and again, some of which come and go. One that stays is not taken away to be put back with its new number: a scrape in between
 * would not find it, and an alert that has to stand for an hour would begin to wait anew.
 */
public final class LastingGauges {

    private final MultiGauge gauges;
    private volatile Map<Tags, Double> numbers = Map.of();

    public LastingGauges(MultiGauge gauges) {
        this.gauges = gauges;
    }

    /** From now on these are shown, and no others. */
    public void show(Map<Tags, ? extends Number> all) {
        Map<Tags, Double> now = new HashMap<>();
        all.forEach((tags, number) -> now.put(tags, number.doubleValue()));
        numbers = now;
        List<Row<?>> rows = new ArrayList<>();
        now.keySet().forEach(tags -> rows.add(Row.of(tags, () -> numbers.getOrDefault(tags, 0.0))));
        gauges.register(rows);
    }
}
