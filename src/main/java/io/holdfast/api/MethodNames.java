package io.holdfast.api;

import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.quarkus.micrometer.runtime.HttpServerMetricsTagsContributor;
import jakarta.inject.Singleton;
import java.util.Set;

/** Methods of requests, as they are told to others. Callers choose them, as long and as many as they like; what is told must stay few, and free of card data. */
@Singleton
class MethodNames implements HttpServerMetricsTagsContributor {

    static final String TAG = "method";

    static final String OTHER = "OTHER";

    private static final Set<String> KNOWN = Set.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS");

    static String of(String method) {
        return KNOWN.contains(method) ? method : OTHER;
    }

    /** Before the meter is looked up: each name that it is looked up by is remembered for ever. */
    @Override
    public Tags contribute(Context context) {
        String method = context.request().method().name();
        return KNOWN.contains(method) ? Tags.empty() : Tags.of(Tag.of(TAG, OTHER));
    }
}
