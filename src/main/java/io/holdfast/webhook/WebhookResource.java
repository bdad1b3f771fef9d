package io.holdfast.webhook;

import io.holdfast.gateway.GatewayEvent;
import io.holdfast.gateway.GatewayWebhooks;
import io.holdfast.gateway.Gateways;
import io.holdfast.gateway.WebhookRequest;
import io.holdfast.store.DatabasePatience;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.NotAuthorizedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.Cancellable;

/** Where gateways send their news. The signature is the credential. */
@Path("/v1/webhooks/{gateway}")
@PermitAll
public class WebhookResource {

    private final Gateways gateways;
    private final Inbox inbox;
    private final MeterRegistry metrics;
    private final DatabasePatience patience;

    WebhookResource(Gateways gateways, Inbox inbox, MeterRegistry metrics, DatabasePatience patience) {
        this.gateways = gateways;
        this.inbox = inbox;
        this.metrics = metrics;
        this.patience = patience;
    }

    /** Verifies, keeps, and only then answers. */
    @POST
    @Cancellable(false)
    public Uni<Response> receive(@PathParam("gateway") String gateway, @Context HttpHeaders headers, byte[] body) {
        GatewayWebhooks webhooks = gateways.webhooksOf(gateway).orElseThrow(NotFoundException::new);
        WebhookRequest request = new WebhookRequest(
                name -> Optional.ofNullable(headers.getHeaderString(name)), body == null ? new byte[0] : body);
        Optional<List<GatewayEvent>> events = webhooks.read(request);
        count(gateway, events.isPresent() ? "accepted" : "refused");
        if (events.isEmpty()) {
            WebhookCounts.refused(metrics, gateway, webhooks.refusalOf(request)).increment();
            throw new NotAuthorizedException("signature");
        }
        return patience.of(inbox.receive(gateway, events.get(), webhooks.namesAreKept()))
                .replaceWith(() -> acknowledge(webhooks));
    }

    private static Response acknowledge(GatewayWebhooks webhooks) {
        return webhooks.acknowledgement()
                .map(text -> Response.ok(text, MediaType.TEXT_PLAIN_TYPE).build())
                .orElseGet(() -> Response.noContent().build());
    }

    private void count(String gateway, String answer) {
        metrics.counter(WebhookCounts.METRIC, "gateway", gateway, "answer", answer)
                .increment();
    }
}
