package io.holdfast.desk;

import io.holdfast.desk.Views.Actions;
import io.holdfast.desk.Views.Card;
import io.holdfast.desk.Views.Frame;
import io.holdfast.desk.Views.Notice;
import io.holdfast.desk.Views.Question;
import io.holdfast.desk.Views.Story;
import io.holdfast.desk.Views.Whole;
import io.holdfast.desk.Views.Worklist;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Renders the pages and the pieces of them. Qute escapes what it is given. */
@ApplicationScoped
class Pages {

    private static final String HTML = "text/html;charset=UTF-8";

    /** The embeddings, overrides and isolates of the Unicode Bidirectional Algorithm (UAX #9, 2), and their ends. */
    private static final Pattern TURNING = Pattern.compile("[\\u202a-\\u202e\\u2066-\\u2069]");

    /** Of a field or a choice: it stands beside nothing, and comes back as it is sent. */
    private static final Pattern VALUE = Pattern.compile("(?<= value=\")[^\"]+");

    /** What went wrong is told where results are told, whatever the script wanted to replace. */
    private static final Map<String, String> TOLD_AS_A_NOTICE =
            Map.of("HX-Retarget", "#notice", "HX-Reswap", "innerHTML", "HX-Trigger", "desk-done");

    private final Assets assets;

    Pages(Assets assets) {
        this.assets = assets;
    }

    @CheckedTemplate(basePath = "desk")
    static final class Templates {

        static native TemplateInstance signIn(
                Frame frame, String note, String problem, String returnTo, String account, String inFrame);

        static native TemplateInstance handover(Frame frame, String ticket);

        static native TemplateInstance message(Frame frame, String title, String advice, String reference);

        static native TemplateInstance worklist(Frame frame, Worklist list);

        static native TemplateInstance dispute(
                Frame frame, Whole whole, Notice notice, java.util.List<Views.Row> others);

        static native TemplateInstance waiting(Frame frame, String conversation, String address);

        static native TemplateInstance summary(Card card);

        static native TemplateInstance actions(Actions actions);

        static native TemplateInstance story(Story story);

        static native TemplateInstance spoken(Card card);

        static native TemplateInstance newer(String newer);

        static native TemplateInstance confirm(Question question);

        static native TemplateInstance confirmPage(Frame frame, Question question);

        static native TemplateInstance notice(Notice notice);

        static native TemplateInstance settled(Whole whole, Notice notice);

        static native TemplateInstance overview(Frame frame, OverviewBoard board);

        private Templates() {}
    }

    Frame frame(String title, String tab, DeskSession session) {
        return new Frame(title, tab, session.name(), session.mayDecide(), session.token(), assets);
    }

    /** For whoever is not signed in. */
    Frame frame(String title, String token) {
        return new Frame(title, "", null, false, token, assets);
    }

    static Response html(int status, TemplateInstance page) {
        return Response.status(status).type(HTML).entity(text(page)).build();
    }

    /**
     * As it is sent. Characters that turn around the direction of all that follows, which callers may have written into an id, are seen in place of obeyed:
     * an amount must not be read from its other end.
     */
    static String text(TemplateInstance page) {
        String kept = VALUE.matcher(page.render()).replaceAll(value -> Matcher.quoteReplacement(named(value.group())));
        return TURNING.matcher(kept).replaceAll("\ufffd");
    }

    private static String named(String value) {
        return TURNING.matcher(value)
                .replaceAll(turning -> "&#" + (int) turning.group().charAt(0) + ";");
    }

    static Response html(TemplateInstance page) {
        return html(200, page);
    }

    /** @param reference the request's name in the log; null if there is nothing in the log */
    TemplateInstance message(DeskRefusal refusal, DeskSession session, String reference) {
        Frame frame = session == null ? frame(refusal.title(), "") : frame(refusal.title(), "", session);
        return Templates.message(frame, refusal.title(), refusal.advice(), reference);
    }

    /** Answers before a resource was reached. */
    void write(RoutingContext call, DeskRefusal refusal) {
        HttpServerResponse response =
                call.response().setStatusCode(refusal.status()).putHeader("Content-Type", HTML);
        if (Desk.isPiece(call)) {
            TOLD_AS_A_NOTICE.forEach(response::putHeader);
            response.end(text(notice(refusal, null)));
        } else {
            response.end(text(message(refusal, null, null)));
        }
    }

    /** For a script that asked for a piece of a page: a whole one would stand inside the page that is there. */
    Response piece(DeskRefusal refusal, String reference) {
        Response.ResponseBuilder response = Response.fromResponse(html(refusal.status(), notice(refusal, reference)));
        TOLD_AS_A_NOTICE.forEach(response::header);
        return response.build();
    }

    private static TemplateInstance notice(DeskRefusal refusal, String reference) {
        return Templates.notice(new Notice("bad", refusal.title(), refusal.advice(), reference));
    }
}
