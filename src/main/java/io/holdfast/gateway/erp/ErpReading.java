package io.holdfast.gateway.erp;

import com.fasterxml.jackson.databind.JsonNode;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.FailureCodes;
import io.holdfast.gateway.GatewayOutcome;
import io.holdfast.gateway.Inquiry;
import io.holdfast.gateway.RefreshedToken;
import io.holdfast.gateway.wire.Undecided;
import io.holdfast.gateway.wire.WireAnswer;
import io.holdfast.gateway.wire.WireId;
import io.holdfast.gateway.wire.WireJson;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * What the gateway's answers mean. The status in the body decides; the HTTP status only where there is no body to decide, and only some of them
 * are a no.
 */
final class ErpReading {

    private static final String UNREADABLE = "unreadable answer";
    private static final String ANOTHER = "answer about another authorization";

    private final ErpAuthorizations authorizations;
    private final Undecided undecided;

    ErpReading(Clock clock) {
        authorizations = new ErpAuthorizations(clock);
        undecided = new Undecided(clock);
    }

    GatewayOutcome<AuthorizationView> authorized(WireAnswer answer, DisputeId dispute) {
        return undecided.<AuthorizationView>outcome(answer).orElseGet(() -> placed(answered(answer), dispute));
    }

    GatewayOutcome<AuthorizationView> captured(WireAnswer answer, AuthorizationId target) {
        return undecided.<AuthorizationView>outcome(answer).orElseGet(() -> charged(answered(answer), target));
    }

    GatewayOutcome<AuthorizationView> voided(WireAnswer answer, AuthorizationId target) {
        return undecided.<AuthorizationView>outcome(answer).orElseGet(() -> givenBack(answered(answer), target));
    }

    GatewayOutcome<RefreshedToken> refreshed(WireAnswer answer) {
        return undecided.<RefreshedToken>outcome(answer).orElseGet(() -> traded(answered(answer)));
    }

    Inquiry found(WireAnswer answer, AuthorizationId id) {
        return undecided.inquiry(answer).orElseGet(() -> looked(answered(answer), id));
    }

    /** Empty if the answer is no page, or anything on it cannot be read, which could hide a hold; {@link #notAnswered} then says why. */
    Optional<ErpPage> wholePage(WireAnswer answer) {
        return page(answer).filter(ErpPage::isWhole);
    }

    /** Empty if the answer is no page. */
    Optional<ErpPage> page(WireAnswer answer) {
        return answer instanceof WireAnswer.Answered it ? ErpPage.read(it, authorizations) : Optional.empty();
    }

    Inquiry notAnswered(WireAnswer answer) {
        return undecided.inquiry(answer).orElseGet(() -> {
            ErpAnswer it = answered(answer);
            return undecided.notAnswered(it.isSuccess() ? UNREADABLE : it.word(), it.http());
        });
    }

    /**
     * What a list says of one dispute.
     *
     * @param found what names the dispute; one that does shows that the gateway repeats what we send along, so what is nobody's is not the dispute's
     * @param hasNobodys whether anything on it names no dispute: alone, that may be the dispute's or a stranger's, so it is neither a hold nor none
     * @param complete whether it was read to its end
     */
    Inquiry all(List<AuthorizationView> found, boolean hasNobodys, boolean complete) {
        if (!complete) {
            return new Inquiry.NotAnswered("list without an end", Optional.empty(), false);
        }
        if (!found.isEmpty()) {
            return new Inquiry.Found(found);
        }
        return hasNobodys
                ? new Inquiry.NotAnswered("list without dispute ids", Optional.empty(), false)
                : new Inquiry.Absent();
    }

    private GatewayOutcome<AuthorizationView> placed(ErpAnswer answer, DisputeId dispute) {
        if (answer.view().isPresent()) {
            return standing(answer, answer.view().get(), dispute);
        }
        return answer.isRefusal() ? declined(answer, FailureCodes.CARD_DECLINED) : unknown(answer);
    }

    private GatewayOutcome<AuthorizationView> standing(ErpAnswer answer, AuthorizationView view, DisputeId dispute) {
        if (view.disputeId().filter(it -> !it.equals(dispute)).isPresent()) {
            return undecided.unknown(ANOTHER, answer.http());
        }
        return GatewayOutcome.ofRequested(view);
    }

    private GatewayOutcome<AuthorizationView> charged(ErpAnswer answer, AuthorizationId target) {
        Optional<AuthorizationView> view = answer.view();
        if (isAnother(view, target)) {
            return new GatewayOutcome.Unknown<>(
                    ANOTHER, Optional.empty(), answer.isSuccess() ? GatewayOutcome.Key.SPENT : GatewayOutcome.Key.FREE);
        }
        boolean captured = view.filter(it -> it.status() == AuthorizationView.Status.CAPTURED)
                .isPresent();
        Optional<GatewayOutcome<AuthorizationView>> doubted = doubted(answer, AuthorizationView.Status.VOIDED);
        if (doubted.isPresent()) {
            return doubted.get();
        }
        if (view.isPresent() && (answer.isSuccess() || captured)) {
            return new GatewayOutcome.Approved<>(view.get());
        }
        // A 404 about a hold that exists here is a riddle, not a no: ask.
        return answer.isRefusal() && answer.status() != 404
                ? declined(answer, FailureCodes.CARD_DECLINED)
                : unknown(answer);
    }

    /** A hold that cannot be given back is captured, lapsed or gone: which of these, only asking tells. */
    private GatewayOutcome<AuthorizationView> givenBack(ErpAnswer answer, AuthorizationId target) {
        Optional<AuthorizationView> view = answer.view();
        if (isAnother(view, target)) {
            return new GatewayOutcome.Unknown<>(
                    ANOTHER, Optional.empty(), answer.isSuccess() ? GatewayOutcome.Key.SPENT : GatewayOutcome.Key.FREE);
        }
        Optional<GatewayOutcome<AuthorizationView>> doubted = doubted(answer, AuthorizationView.Status.CAPTURED);
        if (doubted.isPresent()) {
            return doubted.get();
        }
        return view.isPresent() && answer.isSuccess() ? new GatewayOutcome.Approved<>(view.get()) : unknown(answer);
    }

    private Optional<GatewayOutcome<AuthorizationView>> doubted(ErpAnswer answer, AuthorizationView.Status other) {
        return answer.view()
                .filter(view -> answer.isSuccess())
                .flatMap(view -> undecided.doubted(view, other, answer.http()));
    }

    private GatewayOutcome<RefreshedToken> traded(ErpAnswer answer) {
        if ((answer.status() == 404 || answer.status() == 410) && answer.isReadable()) {
            return GatewayOutcome.Declined.declinedFor(FailureCodes.PAYMENT_METHOD_GONE, Optional.empty());
        }
        Optional<RefreshedToken> token =
                answer.body().filter(it -> answer.isSuccess()).flatMap(this::token);
        if (token.isPresent()) {
            return new GatewayOutcome.Approved<>(token.get());
        }
        return answer.isRefusal() ? declined(answer, FailureCodes.INVALID_PAYMENT_METHOD) : unknown(answer);
    }

    private Optional<RefreshedToken> token(JsonNode body) {
        return WireJson.text(body, "payment_method_id")
                // A token is what is there so that card numbers need not be kept.
                .filter(WireId::isUsable)
                .map(it -> new RefreshedToken(it, authorizations.time(body, "expires_at")));
    }

    private Inquiry looked(ErpAnswer answer, AuthorizationId id) {
        Optional<AuthorizationView> view = answer.view().filter(it -> answer.isSuccess());
        if (view.filter(it -> it.id().equals(id)).isPresent()) {
            return new Inquiry.Found(List.of(view.get()));
        }
        if (answer.status() == 404 && answer.isReadable()) {
            return new Inquiry.Absent();
        }
        return undecided.notAnswered(answer.isSuccess() ? UNREADABLE : answer.word(), answer.http());
    }

    private static <T> GatewayOutcome<T> declined(ErpAnswer answer, String otherwise) {
        String code = DeclineCodes.failureCode(answer.refusalCode(), otherwise);
        return GatewayOutcome.Declined.declinedFor(code, answer.view().map(AuthorizationView::id), answer.clarity());
    }

    private <T> GatewayOutcome<T> unknown(ErpAnswer answer) {
        if (answer.isKeySpent()) {
            return new GatewayOutcome.Unknown<>(answer.word(), Optional.empty(), GatewayOutcome.Key.SPENT);
        }
        return undecided.unknown(answer.isSuccess() ? UNREADABLE : answer.word(), answer.http());
    }

    private static boolean isAnother(Optional<AuthorizationView> view, AuthorizationId target) {
        return view.filter(it -> !it.id().equals(target)).isPresent();
    }

    private ErpAnswer answered(WireAnswer answer) {
        return ErpAnswer.of((WireAnswer.Answered) answer, authorizations);
    }
}
