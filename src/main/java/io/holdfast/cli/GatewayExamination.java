package io.holdfast.cli;

import io.holdfast.cli.DoctorCommand.Finding;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.gateway.Gateway;
import io.holdfast.gateway.Gateways;
import io.holdfast.gateway.Inquiry;
import io.holdfast.gateway.wire.GatewayLines;
import io.holdfast.gateway.wire.Hindrance;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.ConfigProvider;

/** Looks at the gateways that are on: whether they can be reached, take our credentials, can be listed, and are believed. */
final class GatewayExamination {

    /** No gateway has an authorization of that name. */
    private static final AuthorizationId NOBODYS = new AuthorizationId("holdfast_doctor");

    private static final Pattern VERSION = Pattern.compile("/v\\d+(?:/|$)");

    private final Gateways gateways;
    private final GatewayLines lines;
    private final Vertx vertx;
    private final ClockCheck clocks;
    private final Duration patience;

    GatewayExamination(Gateways gateways, GatewayLines lines, Vertx vertx, ClockCheck clocks, Duration patience) {
        this.gateways = gateways;
        this.lines = lines;
        this.vertx = vertx;
        this.clocks = clocks;
        this.patience = patience;
    }

    boolean look(String name, List<Finding> findings) {
        Gateway gateway = gateways.named(name).orElseThrow();
        Optional<URI> address =
                ConfigProvider.getConfig().getOptionalValue("holdfast.gateway." + name + ".url", URI.class);
        Optional<FirstContact> contact =
                address.map(url -> FirstContact.with(url, vertx, lines.certificatesFor(name), patience));
        if (gateway.capabilities().canBeAsked()) {
            findings.add(asked(name, gateway, contact.flatMap(FirstContact::hindrance)));
        }
        contact.filter(it -> !gateway.capabilities().canBeAsked()).ifPresent(it -> findings.add(answers(name, it)));
        contact.flatMap(FirstContact::answer).ifPresent(it -> findings.add(clocks.of(name, it)));
        if (name.equals("adyen")) {
            address.flatMap(GatewayExamination::withoutVersion).ifPresent(findings::add);
        }
        findings.add(
                gateways.webhooksOf(name).isPresent()
                        ? Finding.ok("secret: " + name, "a webhook secret is set")
                        : Finding.wrong(
                                "secret: " + name,
                                "no webhook secret is set, its news is refused",
                                "Set "
                                        + (name.equals("adyen")
                                                ? "holdfast.gateway.adyen.hmac-keys"
                                                : "holdfast.gateway." + name + ".webhook-secrets")
                                        + "."));
        return true;
    }

    /** Adyen's addresses end with the version of the API; without one every call is its 404, and every hold FAILED. */
    static Optional<Finding> withoutVersion(URI adyen) {
        return VERSION.matcher(String.valueOf(adyen.getPath())).find()
                ? Optional.empty()
                : Optional.of(Finding.note(
                        "gateway: adyen",
                        "its address has no version",
                        "End holdfast.gateway.adyen.url with the one that the Customer Area shows, such as /v72."));
    }

    private Finding asked(String name, Gateway gateway, Optional<Hindrance> hindrance) {
        String check = "gateway: " + name;
        Inquiry answer = gateway.find(NOBODYS)
                .ifNoItem()
                .after(patience)
                .recoverWithItem(new Inquiry.NotAnswered("no answer", Optional.empty(), false))
                .await()
                .atMost(patience.plusSeconds(1));
        if (!(answer instanceof Inquiry.NotAnswered silence)) {
            return listed(name, gateway, patience);
        }
        return silence.credentials()
                ? Finding.wrong(check, "refuses our credentials", "Put new ones into holdfast.gateway." + name + ".")
                : unreachable(name, "cannot be asked: " + silence.reason(), hindrance);
    }

    /** That it knows no authorization of a name says a wrong path too; a list is there or not. */
    static Finding listed(String name, Gateway gateway, Duration patience) {
        String check = "gateway: " + name;
        try {
            if (gateway.capabilities().canBeListed()) {
                gateway.list(Optional.empty()).await().atMost(patience);
            }
            return Finding.ok(check, "answers, and takes our credentials");
        } catch (RuntimeException noList) {
            return Finding.wrong(
                    check,
                    "answers, but its list of live holds cannot be had: " + Examination.reason(noList),
                    "Check the path in holdfast.gateway." + name + ".url; without the list no orphan is found.");
        }
    }

    static Finding unreachable(String name, String found, Optional<Hindrance> hindrance) {
        String check = "gateway: " + name;
        return hindrance
                .map(it -> Finding.wrong(check, "cannot be reached: " + it.sentence(), it.whatToDo(name) + "."))
                .orElseGet(() -> Finding.wrong(
                        check,
                        found,
                        "Check holdfast.gateway." + name + ".url, and whether this machine may connect to it."));
    }

    /** Where nothing else tells that it can be reached. */
    private static Finding answers(String name, FirstContact contact) {
        return contact.answer().isPresent()
                ? Finding.ok("gateway: " + name, "answers; its credentials show with the first hold")
                : unreachable(name, "cannot be reached", contact.hindrance());
    }
}
