package io.holdfast.desk;

import io.holdfast.desk.Views.Choice;
import io.holdfast.store.overview.Centers;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Of which call centres the supervisor's view is, and which there are to choose from.
 *
 * @param title of what it is of, in front of the names
 * @param names of the call centres; empty if it is of all of them, or of more than anybody reads
 * @param all what no choice is called
 * @param chosen empty if none
 * @param choices empty if there is nothing to choose
 * @param typed whether one that is no choice can be named
 */
record OverviewScope(String title, List<String> names, String all, String chosen, List<Choice> choices, boolean typed) {

    /** Of a query and of a form. */
    static final String FIELD = "call_center";

    /** Of the names of all that it is of. */
    private static final int MOST_NAMED = 5;

    /** For whoever may see all. */
    static OverviewScope ofAll(Optional<String> chosen, Centers centers) {
        Set<String> names = new TreeSet<>(centers.names());
        chosen.ifPresent(names::add);
        return new OverviewScope(
                chosen.map(one -> "Call centre").orElse("All call centres"),
                chosen.stream().toList(),
                "All call centres",
                chosen.orElse(""),
                choices(names, chosen),
                centers.more() || centers.names().isEmpty());
    }

    /** For whoever may see some only. @param chosen one of them, if any */
    static OverviewScope ofSome(Set<String> own, Optional<String> chosen) {
        List<String> names =
                chosen.map(List::of).orElseGet(() -> own.stream().sorted().toList());
        return new OverviewScope(
                title(names.size(), chosen.isPresent()),
                names.size() > MOST_NAMED ? List.of() : names,
                "All of yours",
                chosen.orElse(""),
                own.size() > 1 ? choices(own, chosen) : List.of(),
                false);
    }

    private static String title(int names, boolean chosen) {
        if (chosen || names == 1) {
            return "Call centre";
        }
        if (names == 0) {
            return "No call centre is yours";
        }
        return names > MOST_NAMED ? "Your " + names + " call centres" : "Your call centres";
    }

    private static List<Choice> choices(Set<String> names, Optional<String> chosen) {
        return names.stream()
                .sorted(Comparator.naturalOrder())
                .map(name ->
                        new Choice(name, name, null, chosen.filter(name::equals).isPresent()))
                .toList();
    }

    /** Of a link that keeps the choice. */
    public String query() {
        return chosen.isEmpty() ? "" : "&" + FIELD + "=" + URLEncoder.encode(chosen, StandardCharsets.UTF_8);
    }

    public boolean isChoosable() {
        return typed || !choices.isEmpty();
    }
}
