package io.holdfast.notify;

import io.holdfast.audit.HashChain;
import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.ChainHead;
import io.holdfast.dispute.model.ChainedEntry;
import io.holdfast.dispute.model.Counters;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.GatewayOperation;
import io.holdfast.dispute.model.Hold;
import io.holdfast.dispute.model.HoldState;
import io.holdfast.dispute.model.OperationId;
import io.holdfast.dispute.model.OperationKind;
import io.holdfast.dispute.model.Sealed;
import io.holdfast.dispute.model.StoryEntry;
import io.holdfast.dispute.model.StoryType;
import io.holdfast.dispute.model.Terms;
import io.holdfast.dispute.model.Upkeep;
import io.holdfast.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A dispute of 49.99 USD at some moment, and what is told of it. */
public record SomeDispute(Dispute dispute, List<ChainedEntry> story) {

    public static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
    public static final Instant EXPIRES_AT = Instant.parse("2026-12-02T10:00:00Z");
    public static final AuthorizationId AUTH = new AuthorizationId("auth_123");

    public static SomeDispute opened() {
        return opened(Optional.of("3f2c0a10-0000-4000-8000-000000000001"));
    }

    public static SomeDispute opened(Optional<String> conversation) {
        return opened(conversation, "scripted");
    }

    public static SomeDispute openedAt(String gateway) {
        return opened(Optional.empty(), gateway);
    }

    private static SomeDispute opened(Optional<String> conversation, String gateway) {
        return opened(UUID.randomUUID(), conversation, gateway);
    }

    public static SomeDispute openedAs(UUID id, String gateway) {
        return opened(id, Optional.empty(), gateway);
    }

    private static SomeDispute opened(UUID uuid, Optional<String> conversation, String gateway) {
        DisputeId id = new DisputeId(uuid);
        Money amount = Money.of("49.99", "USD");
        GatewayOperation authorize = GatewayOperation.intended(
                new OperationId(UUID.randomUUID()),
                OperationKind.AUTHORIZE,
                1,
                Optional.empty(),
                Optional.of(amount),
                id.value().toString(),
                new Sealed(new byte[] {1}),
                NOW,
                Optional.empty());
        Dispute dispute = new Dispute(
                id,
                0,
                new Terms(
                        "ACC-1001",
                        amount,
                        gateway,
                        "SERVICE_GUARANTEE_DISPUTE",
                        "CC-001",
                        conversation,
                        Optional.empty(),
                        Optional.empty(),
                        "call-flow"),
                new Sealed("pm_secret".getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                Optional.empty(),
                HoldState.Initiated.NEW,
                Optional.empty(),
                Set.of(),
                List.of(),
                Counters.NONE,
                Optional.of(authorize),
                Optional.empty(),
                Upkeep.NONE,
                ChainHead.START,
                Optional.of(UUID.randomUUID()),
                NOW,
                NOW);
        return committed(dispute, new StoryEntry(StoryType.DISPUTE_OPENED, "call-flow", Map.of()));
    }

    public SomeDispute held() {
        return committed(
                dispute.withState(new HoldState.Held(new Hold(AUTH, EXPIRES_AT))),
                new StoryEntry(StoryType.HOLD_PLACED, "gateway:scripted", Map.of()));
    }

    public SomeDispute unsettled(String outcome) {
        return committed(
                dispute,
                new StoryEntry(
                        StoryType.GATEWAY_UNSETTLED,
                        "gateway:scripted",
                        Map.of("call", "authorize", "outcome", outcome)));
    }

    public SomeDispute attention(Optional<Attention> attention) {
        return committed(
                dispute.withAttentions(attention.map(Set::of).orElse(Set.of())),
                new StoryEntry(
                        attention.isPresent() ? StoryType.ATTENTION_RAISED : StoryType.ATTENTION_CLEARED,
                        "system",
                        Map.of("attention", attention.map(Enum::name).orElse("GATEWAY_UNREACHABLE"))));
    }

    public SomeDispute with(Dispute changed, StoryType type) {
        return committed(changed, new StoryEntry(type, "system", Map.of()));
    }

    private static SomeDispute committed(Dispute changed, StoryEntry entry) {
        List<ChainedEntry> story = HashChain.append(changed.head(), changed.id(), List.of(entry), NOW);
        ChainedEntry last = story.get(story.size() - 1);
        return new SomeDispute(changed.committed(new ChainHead(last.sequence(), last.hash()), NOW), story);
    }

    public Occurrence after(Optional<SomeDispute> before, DisputeDocument document) {
        return new Occurrence(before.map(SomeDispute::dispute), dispute, story, document);
    }
}
