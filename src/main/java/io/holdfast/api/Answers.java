package io.holdfast.api;

import io.holdfast.dispute.model.Dispute;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Duration;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestResponse;

/** Puts disputes into answers. */
@ApplicationScoped
public class Answers {

    private final Routes routes;

    public Answers(Routes routes) {
        this.routes = routes;
    }

    /** 202: it is recorded, and the rest happens behind. */
    RestResponse<DisputeView> opened(Dispute dispute, boolean replayed) {
        RestResponse.ResponseBuilder<DisputeView> answer = RestResponse.ResponseBuilder.create(
                        RestResponse.Status.ACCEPTED, DisputeView.of(dispute, routes))
                // Relative (RFC 9110, 10.2.2): what the outside calls this host, a proxy knows better.
                .header(HttpHeaders.LOCATION, "/v1/disputes/" + dispute.id());
        return replayed ? answer.header(IdempotencyKey.REPLAYED_HEADER, "true").build() : answer.build();
    }

    RestResponse<DisputeView> accepted(Dispute dispute) {
        return RestResponse.status(RestResponse.Status.ACCEPTED, DisputeView.of(dispute, routes));
    }

    /** 200, the dispute as it is. */
    RestResponse<DisputeView> ok(Dispute dispute) {
        return RestResponse.ok(DisputeView.of(dispute, routes));
    }

    /**
     * 200, the dispute as it is after the wait.
     *
     * @throws Refusal if there is none
     */
    RestResponse<DisputeView> waited(Optional<Dispute> dispute, Duration wait) {
        return RestResponse.ResponseBuilder.ok(DisputeView.of(found(dispute), routes))
                .header(PreferredWait.APPLIED_HEADER, "wait=" + wait.toSeconds())
                .build();
    }

    /** @throws Refusal if there is none */
    static <T> T found(Optional<T> found) {
        return found.orElseThrow(() -> new Refusal(Problems.notFound()));
    }
}
