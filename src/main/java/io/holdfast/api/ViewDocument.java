package io.holdfast.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.notify.DisputeDocument;
import jakarta.inject.Singleton;

/** Those who are told of a dispute see what callers of the API see. */
@Singleton
class ViewDocument implements DisputeDocument {

    private final Routes routes;
    private final ObjectMapper json;

    ViewDocument(Routes routes, ObjectMapper json) {
        this.routes = routes;
        this.json = json;
    }

    @Override
    public String of(Dispute dispute) {
        try {
            return json.writeValueAsString(DisputeView.of(dispute, routes));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a view is always JSON", e);
        }
    }
}
