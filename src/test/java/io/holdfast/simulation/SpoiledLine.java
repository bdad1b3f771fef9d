package io.holdfast.simulation;

import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.gateway.AuthorizationPage;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.Capabilities;
import io.holdfast.gateway.Gateway;
import io.holdfast.gateway.GatewayOutcome;
import io.holdfast.gateway.GatewayRequest;
import io.holdfast.gateway.Inquiry;
import io.holdfast.gateway.Intent;
import io.holdfast.gateway.RefreshedToken;
import io.holdfast.money.Money;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A line to a bank that breaks one rule. */
final class SpoiledLine implements Gateway {

    private final Gateway line;
    private final Mutant mutant;
    private final Timeline timeline;
    private int attempts;

    SpoiledLine(Gateway line, Mutant mutant, Timeline timeline) {
        this.line = line;
        this.mutant = mutant;
        this.timeline = timeline;
    }

    @Override
    public String name() {
        return line.name();
    }

    @Override
    public Capabilities capabilities() {
        Capabilities can = line.capabilities();
        return mutant == Mutant.NEWS_BELIEVED ? new Capabilities(false, can.canBeListed(), can.canRefresh()) : can;
    }

    @Override
    public String compose(Intent intent) {
        String body = line.compose(intent);
        return mutant == Mutant.AUTOMATIC_CAPTURE ? body.replace("manual", "automatic") : body;
    }

    @Override
    public Uni<GatewayOutcome<AuthorizationView>> authorize(GatewayRequest request) {
        Uni<GatewayOutcome<AuthorizationView>> answer =
                line.authorize(keyed(request)).map(this::misread);
        return mutant == Mutant.ECHO_NOT_CHECKED
                ? answer.map(it -> withAmountAsAsked(it, request.amount().orElseThrow()))
                : answer;
    }

    @Override
    public Uni<GatewayOutcome<AuthorizationView>> capture(GatewayRequest request) {
        return line.capture(keyed(request)).map(this::misread);
    }

    @Override
    public Uni<GatewayOutcome<AuthorizationView>> voidAuthorization(GatewayRequest request) {
        return line.voidAuthorization(keyed(request)).map(this::misread);
    }

    @Override
    public Uni<GatewayOutcome<AuthorizationView>> takeBack(GatewayRequest request) {
        return line.takeBack(keyed(request));
    }

    @Override
    public Uni<GatewayOutcome<RefreshedToken>> refresh(GatewayRequest request) {
        return line.refresh(keyed(request)).map(this::misread);
    }

    @Override
    public Uni<Inquiry> find(AuthorizationId id) {
        Uni<Inquiry> answer = line.find(id);
        return mutant == Mutant.LAPSE_ASSUMED ? answer.map(this::lapsed) : answer;
    }

    @Override
    public Uni<Inquiry> findByDispute(DisputeId id) {
        Uni<Inquiry> answer = line.findByDispute(id);
        return mutant == Mutant.ABSENCE_IS_A_NO
                ? answer.map(it -> it instanceof Inquiry.Absent ? declined(id) : it)
                : answer;
    }

    private Inquiry lapsed(Inquiry inquiry) {
        return inquiry instanceof Inquiry.Found found
                ? new Inquiry.Found(
                        found.authorizations().stream().map(this::lapsed).toList())
                : inquiry;
    }

    private AuthorizationView lapsed(AuthorizationView it) {
        boolean over = it.status() == AuthorizationView.Status.AUTHORIZED
                && !it.expiresAt().isAfter(timeline.now());
        return over
                ? new AuthorizationView(
                        it.id(),
                        AuthorizationView.Status.EXPIRED,
                        it.amount(),
                        it.captured(),
                        it.failureCode(),
                        it.actionRequired(),
                        it.expiresAt(),
                        it.disputeId())
                : it;
    }

    private static Inquiry declined(DisputeId id) {
        return new Inquiry.Found(List.of(new AuthorizationView(
                new AuthorizationId("none"),
                AuthorizationView.Status.DECLINED,
                Optional.empty(),
                Optional.empty(),
                Optional.of("absent"),
                false,
                Instant.EPOCH,
                Optional.of(id))));
    }

    @Override
    public Uni<AuthorizationPage> list(Optional<String> after) {
        return line.list(after);
    }

    @Override
    public Duration timeout() {
        return line.timeout();
    }

    @Override
    public int concurrency() {
        return line.concurrency();
    }

    @Override
    public boolean isAvailable() {
        return line.isAvailable();
    }

    private GatewayRequest keyed(GatewayRequest request) {
        return mutant == Mutant.KEY_PER_ATTEMPT
                ? new GatewayRequest(
                        request.disputeId(),
                        request.idempotencyKey() + "#" + attempts++,
                        request.target(),
                        request.amount(),
                        request.paymentMethodId(),
                        request.body())
                : request;
    }

    private <T> GatewayOutcome<T> misread(GatewayOutcome<T> outcome) {
        boolean silence = outcome instanceof GatewayOutcome.Unknown<T> unknown
                && unknown.reason().equals("timeout");
        return mutant == Mutant.TIMEOUT_IS_A_NO && silence
                ? new GatewayOutcome.Declined<>("timeout", Optional.empty(), false)
                : outcome;
    }

    private static GatewayOutcome<AuthorizationView> withAmountAsAsked(
            GatewayOutcome<AuthorizationView> outcome, Money asked) {
        if (!(outcome instanceof GatewayOutcome.Approved<AuthorizationView> approved)) {
            return outcome;
        }
        AuthorizationView it = approved.answer();
        return new GatewayOutcome.Approved<>(new AuthorizationView(
                it.id(),
                it.status(),
                Optional.of(asked),
                it.captured(),
                it.failureCode(),
                it.actionRequired(),
                it.expiresAt(),
                it.disputeId()));
    }
}
