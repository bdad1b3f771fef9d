package io.holdfast.desk;

import io.holdfast.carddata.CardDataGuard;
import io.holdfast.settings.BadSetting;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** What every request for the desk passes: its answer gets the headers that keep strangers out of it, and its address is looked at for card data. */
@ApplicationScoped
class DeskDoor {

    static final String DESK = "/desk";

    /** By it the page's script knows the desk's own answers from those that a proxy gives in its place. */
    private static final String OURS = "X-Holdfast-Desk";

    /** Behind the front door of the whole system, which names the request and has seen to it that its address can be decoded. */
    private static final int BEHIND_THE_FRONT_DOOR = 9_500;

    /** A source expression of Content-Security-Policy that is a host, with or without scheme, port and leading wildcard; or a keyword for none. */
    private static final Pattern ANCESTOR =
            Pattern.compile("(https?://)?(\\*\\.)?[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*(:(\\d{1,5}|\\*))?");

    private final CardDataGuard guard = new CardDataGuard();
    private final String policy;
    private final Pages pages;
    private final DeskJournal journal;

    /** @throws BadSetting if one of the frame's ancestors is no origin */
    DeskDoor(DeskSettings settings, Pages pages, DeskJournal journal) {
        this.pages = pages;
        this.journal = journal;
        this.policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
                + "form-action 'self'; base-uri 'none'; frame-ancestors 'self'" + ancestors(settings.frameAncestors());
    }

    void register(@Observes Filters filters) {
        filters.register(this::enter, BEHIND_THE_FRONT_DOOR);
    }

    private void enter(RoutingContext call) {
        String path = call.normalizedPath();
        if (!path.equals(DESK) && !path.startsWith(DESK + "/")) {
            call.next();
            return;
        }
        call.response()
                .putHeader("Content-Security-Policy", policy)
                .putHeader("Referrer-Policy", "same-origin")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                .putHeader("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("X-Robots-Tag", "noindex")
                .putHeader(OURS, "1");
        if (!path.startsWith(Assets.PATH)) {
            call.response().putHeader("Cache-Control", "no-store");
        }
        if (holdsCardData(call.request().path())
                || holdsCardData(call.request().query())
                || holdsCardData(Desk.currentPage(call))) {
            journal.cardDataRefused(call, null);
            pages.write(call, DeskRefusal.cardData());
        } else {
            call.next();
        }
    }

    private boolean holdsCardData(String part) {
        if (part == null) {
            return false;
        }
        return guard.inspect("address", part).isPresent()
                || guard.inspect("address", URLDecoder.decode(part, StandardCharsets.UTF_8))
                        .isPresent();
    }

    private static String ancestors(List<String> configured) {
        StringBuilder all = new StringBuilder();
        for (String ancestor : configured) {
            String source = ancestor.strip();
            if (!ANCESTOR.matcher(source).matches()) {
                throw new BadSetting(
                        "holdfast.desk.frame-ancestors", "is a list of origins such as https://apps.mypurecloud.com");
            }
            all.append(' ').append(source);
        }
        return all.toString();
    }
}
