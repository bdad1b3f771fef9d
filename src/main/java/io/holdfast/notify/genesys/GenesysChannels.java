package io.holdfast.notify.genesys;

import io.holdfast.dispute.model.Dispute;
import io.holdfast.notify.Channel;
import io.holdfast.notify.ChannelProvider;
import io.holdfast.notify.wire.Courier;
import io.holdfast.notify.wire.Couriers;
import io.holdfast.settings.BadSetting;
import io.holdfast.store.DisputeStore;
import io.holdfast.time.Scheduling;
import io.holdfast.time.Steady;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Makes the channel of {@link GenesysSettings}, if it is on. */
@Singleton
class GenesysChannels implements ChannelProvider {

    private static final String PREFIX = "holdfast.genesys.";

    /** A conversation with many participants. */
    private static final int BODY_BYTES = 1 << 20;

    private static final int CONCURRENCY = 8;

    /** What a workflow can be given: the fields of a dispute as others see it, and what happened. */
    static final Set<String> INPUTS = Set.of(
            "event",
            "dispute_id",
            "customer_account_id",
            "hold_amount",
            "currency",
            "status",
            "route",
            "gateway",
            "gateway_transaction_id",
            "hold_expires_at",
            "charged_amount",
            "failure_code",
            "pending_action",
            "attention",
            "reason_code",
            "call_center_id",
            "conversation_id",
            "created_at",
            "updated_at");

    private final GenesysSettings settings;
    private final Couriers couriers;
    private final DisputeStore store;
    private final Clock clock;
    private final Clock steady;
    private final Scheduling scheduling;

    GenesysChannels(
            GenesysSettings settings,
            Couriers couriers,
            DisputeStore store,
            Clock clock,
            @Steady Clock steady,
            Scheduling scheduling) {
        this.settings = settings;
        this.couriers = couriers;
        this.store = store;
        this.clock = clock;
        this.steady = steady;
        this.scheduling = scheduling;
    }

    @Override
    public List<Channel> channels() {
        Duration timeout = settings.timeout();
        if (timeout.compareTo(Duration.ofMillis(100)) < 0 || timeout.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new BadSetting(PREFIX + "timeout", "must be from 100ms to 1m");
        }
        if (settings.requestsPerMinute() < 1 || settings.requestsPerMinute() > 100_000) {
            throw new BadSetting(PREFIX + "requests-per-minute", "must be from 1 to 100000");
        }
        List<String> inputs =
                settings.workflowInputs().stream().map(String::strip).toList();
        if (!INPUTS.containsAll(inputs)) {
            throw new BadSetting(
                    PREFIX + "workflow-inputs",
                    "is a list of some of these: " + String.join(", ", new TreeSet<>(INPUTS)));
        }
        Optional<String> region = given(settings.region());
        if (region.isEmpty()) {
            if (given(settings.clientId()).isPresent()) {
                throw new BadSetting(PREFIX + "region", "is not set, though holdfast.genesys.client-id is");
            }
            return List.of();
        }
        String host = Region.host(region.get())
                .orElseThrow(() -> new BadSetting(PREFIX + "region", "must be one of " + Region.known()));
        String clientId = required("client-id", settings.clientId());
        String clientSecret = required("client-secret", settings.clientSecret());
        URI login =
                Courier.address(PREFIX + "login-url", given(settings.loginUrl()).orElse("https://login." + host));
        URI base = Courier.address(PREFIX + "api-url", given(settings.apiUrl()).orElse("https://api." + host));
        // The hosts are Genesys' own, or what the operator put in their place.
        Courier courier = couriers.of(GenesysChannel.NAME, new Courier.Limits(timeout, CONCURRENCY, BODY_BYTES, true));
        URI endpoint = URI.create(login.toString().replaceAll("/+$", "") + "/oauth/token");
        Tokens tokens = new Tokens(courier, endpoint, clientId, clientSecret, steady);
        Pace pace = new Pace(steady, settings.requestsPerMinute());
        GenesysApi api = new GenesysApi(courier, base, tokens, pace, scheduling);
        GenesysChannel.Wishes wishes = new GenesysChannel.Wishes(
                settings.attributePrefix(), given(settings.workflowId()), inputs, settings.workflowInputPrefix());
        GenesysChannel.Newest newest = conversation ->
                store.newestOfConversation(conversation, Optional.empty()).map(found -> found.map(Dispute::id));
        return List.of(new GenesysChannel(api, newest, wishes, clock, timeout));
    }

    private static Optional<String> given(Optional<String> value) {
        return value.map(String::strip).filter(it -> !it.isEmpty());
    }

    private static String required(String name, Optional<String> value) {
        return given(value)
                .orElseThrow(() -> new BadSetting(PREFIX + name, "is not set, though holdfast.genesys.region is"));
    }
}
