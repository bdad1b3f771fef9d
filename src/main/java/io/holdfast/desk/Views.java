package io.holdfast.desk;

import java.util.List;

/** What the templates show. A value that is missing is null, which Qute takes for no. */
final class Views {

    private Views() {}

    /**
     * What every page has around it.
     *
     * @param tab of the navigation that is current
     * @param who is signed in; null if nobody
     * @param token for forms
     */
    record Frame(String title, String tab, String who, boolean mayDecide, String token, Assets assets) {}

    /**
     * One dispute.
     *
     * @param mood of the status, for its colour
     * @param charged with currency; null unless CHARGED
     * @param returned what went back to the customer; null unless a part was charged
     * @param pending what is under way; null if nothing
     * @param undecided whether the gateway still has to say something
     * @param live null unless there is a live hold
     */
    record Card(
            String id,
            String account,
            String amount,
            String badge,
            String mood,
            String sentence,
            String charged,
            String returned,
            String pending,
            boolean undecided,
            PlainWords.Explained failure,
            PlainWords.Explained attention,
            Life live,
            Moment lapsed,
            String gateway,
            String transaction,
            String reason,
            String callCenter,
            String conversation,
            String openedBy,
            Moment opened,
            Moment updated) {}

    /**
     * What can be done about a dispute.
     *
     * @param none why nothing can be done; null if something can
     */
    record Actions(
            String id, boolean release, boolean charge, String amount, String currency, String none, String token) {}

    /** @param earlier how many lines are left out in front */
    record Story(List<PlainStory.Line> lines, int earlier) {}

    /**
     * Everything that a dispute's page shows.
     *
     * @param newer the address of the newest dispute of the same conversation; null if this is it
     * @param sequence of the last event that it knows
     */
    record Whole(Card card, Actions actions, Story story, String newer, int sequence) {}

    /**
     * A question before money moves.
     *
     * @param verb {@code release} or {@code charge}
     * @param amount for the form; null if there is none
     */
    record Question(
            String id, String verb, String title, List<String> sentences, String button, String amount, String token) {}

    /**
     * What came of something.
     *
     * @param mood {@code good} or {@code bad}
     * @param reference the request's name in the log; null if there is nothing in the log
     */
    record Notice(String mood, String headline, String text, String reference) {

        Notice(String mood, String headline, String text) {
            this(mood, headline, text, null);
        }
    }

    /** One line of a list. @param charged where that is another amount than was held; null if not */
    record Row(
            String id,
            String account,
            String amount,
            String charged,
            String badge,
            String mood,
            String pending,
            String attention,
            String failure,
            Life live,
            String gateway,
            Moment opened) {}

    /** One list among those that can be chosen. @param count null where nobody counts */
    record Choice(String key, String label, String count, boolean current) {}

    /**
     * A list.
     *
     * @param title of the list
     * @param search what was searched for; empty if nothing
     * @param next the query of the next page; null on the last
     * @param first the query of the first page; null on it
     */
    record Worklist(
            List<Choice> choices,
            String title,
            String explanation,
            String search,
            List<Row> rows,
            String empty,
            String next,
            String first) {}
}
