package io.holdfast.system;

import com.fasterxml.jackson.databind.JsonNode;
import io.holdfast.audit.HashChain;
import io.holdfast.dispute.model.ChainHead;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.system.gateway.Authorization;
import io.holdfast.system.gateway.MisbehavingGateway;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** Compares what callers were told, what Holdfast has on record, and what the gateway has in its books. */
final class Reckoning {

    private final Map<String, JsonNode> disputes = new LinkedHashMap<>();
    private final Map<String, List<Authorization>> books = new HashMap<>();
    private final List<CallerCase> cases;
    private final HoldfastApi api;
    private final MisbehavingGateway gateway;
    private final List<String> faults = new ArrayList<>();

    private Reckoning(HoldfastApi api, MisbehavingGateway gateway, List<CallerCase> cases) {
        this.api = api;
        this.gateway = gateway;
        this.cases = cases;
        api.disputes("").forEach(it -> disputes.put(it.path("dispute_id").asText(), it));
        gateway.authorizations()
                .forEach(it -> books.computeIfAbsent(it.disputeId(), none -> new ArrayList<>())
                        .add(it));
    }

    /** @return everything that is not as it must be; empty if all is well */
    static List<String> of(HoldfastApi api, MisbehavingGateway gateway, List<CallerCase> cases) {
        Reckoning reckoning = new Reckoning(api, gateway, cases);
        reckoning.compareCases();
        reckoning.compareBooks();
        reckoning.disputes.values().forEach(reckoning::compareStory);
        return reckoning.faults;
    }

    /** As {@link #of}, for disputes of no known caller, and without reading every story: for many that are all alike. */
    static List<String> withoutStories(HoldfastApi api, MisbehavingGateway gateway) {
        Reckoning reckoning = new Reckoning(api, gateway, List.of());
        reckoning.compareBooks();
        return reckoning.faults;
    }

    /** In short, for the log: how many disputes there are of each status. */
    static Map<String, Long> summary(HoldfastApi api) {
        return api.disputes("").stream()
                .collect(Collectors.groupingBy(it -> it.path("status").asText(), TreeMap::new, Collectors.counting()));
    }

    private void compareBooks() {
        gateway.violations().forEach(it -> faults.add("the gateway saw: " + it));
        compareNews();
        books.keySet().stream()
                .filter(id -> !disputes.containsKey(id))
                .forEach(id -> faults.add("orphaned: the gateway knows dispute " + id + ", Holdfast does not"));
        disputes.values().forEach(this::compareDispute);
    }

    private void compareNews() {
        gateway.news().answers().keySet().stream()
                .filter(answer -> answer.startsWith("forged 2") || answer.equals("genuine 401"))
                .forEach(answer -> faults.add("news: " + answer));
    }

    private void compareCases() {
        Map<String, List<JsonNode>> byAccount = disputes.values().stream()
                .collect(Collectors.groupingBy(
                        it -> it.path("customer_account_id").asText()));
        for (CallerCase one : cases) {
            List<JsonNode> recorded = byAccount.getOrDefault(one.account(), List.of());
            Set<String> ids =
                    recorded.stream().map(it -> it.path("dispute_id").asText()).collect(Collectors.toSet());
            one.surprises().forEach(faults::add);
            check(
                    ids.containsAll(one.disputeIds()),
                    one.account() + " was told " + one.disputeIds() + ", there are " + ids);
            check(
                    recorded.size() <= (one.hasKey() ? 1 : one.openingsSent()),
                    one.account() + " has " + ids + " after " + one.openingsSent() + " requests, key: " + one.hasKey());
            check(one.decisions().size() <= 1, one.account() + " was promised " + one.decisions());
            recorded.forEach(it -> compareDecision(one, it));
        }
    }

    private void compareDecision(CallerCase one, JsonNode dispute) {
        String status = dispute.path("status").asText();
        String name = one.account() + " " + dispute.path("dispute_id").asText();
        check(
                new BigDecimal(dispute.path("hold_amount").asText()).compareTo(one.amount()) == 0,
                name + ": hold_amount " + dispute.path("hold_amount") + ", asked " + one.amount());
        if (!one.disputeIds().contains(dispute.path("dispute_id").asText())) {
            return;
        }
        for (String decision : one.decisions()) {
            if (decision.equals("release")) {
                check(Set.of("RELEASED", "FAILED").contains(status), name + ": released, and is " + status);
            } else {
                BigDecimal asked = new BigDecimal(decision.substring("charge ".length()));
                boolean charged = status.equals("CHARGED")
                        && new BigDecimal(dispute.path("charged_amount").asText("0")).compareTo(asked) == 0;
                check(charged, name + ": " + decision + ", and is " + status + " " + dispute.path("charged_amount"));
            }
        }
    }

    private void compareDispute(JsonNode dispute) {
        String id = dispute.path("dispute_id").asText();
        String status = dispute.path("status").asText();
        List<Authorization> own = books.getOrDefault(id, List.of());
        List<Authorization> live = own.stream().filter(Authorization::isLive).toList();
        String both = "dispute " + id + " is " + dispute + ", the gateway has " + own;
        check(own.size() <= 1, "doubled: " + both);
        check(!dispute.has("pending_action"), "not carried out: " + both);
        check(!dispute.has("attention"), "attention: " + both);
        own.forEach(it -> compareMetadata(dispute, it));
        Optional<Authorization> one = own.stream().findFirst();
        switch (status) {
            case "HELD" -> {
                check(live.size() == 1, "lost: " + both);
                check(live.stream().allMatch(it -> isSame(dispute, it)), "mismatch: " + both);
            }
            case "FAILED" ->
                check(
                        one.map(Authorization::status)
                                .map(it -> it == Authorization.Status.DECLINED)
                                .orElse(true),
                        "not failed: " + both);
            case "RELEASED" -> check(is(one, Authorization.Status.VOIDED), "not given back: " + both);
            case "CHARGED" ->
                check(
                        is(one, Authorization.Status.CAPTURED)
                                && one.flatMap(Authorization::captured)
                                        .filter(it -> it.compareTo(amount(dispute, "charged_amount")) == 0)
                                        .isPresent(),
                        "not charged so: " + both);
            default -> faults.add("not settled: " + both);
        }
        check(
                dispute.path("route")
                        .asText()
                        .equals(status.equals("FAILED") ? "Queue_Fraud_Prevention" : "Queue_Service_Resolution"),
                "route: " + both);
    }

    private void compareMetadata(JsonNode dispute, Authorization authorization) {
        Map<String, String> expected = Map.of(
                "dispute_id", dispute.path("dispute_id").asText(),
                "call_center_id", dispute.path("call_center_id").asText(),
                "reason_code", dispute.path("reason_code").asText());
        check(authorization.metadata().equals(expected), "metadata: " + authorization + " of " + dispute);
    }

    private void compareStory(JsonNode dispute) {
        String id = dispute.path("dispute_id").asText();
        String status = dispute.path("status").asText();
        JsonNode events = api.read("/v1/disputes/" + id + "/events").path("data");
        byte[] hash = ChainHead.START.hash();
        int sequence = 0;
        int ends = 0;
        for (JsonNode event : events) {
            sequence++;
            check(event.path("sequence").asInt() == sequence, "dispute " + id + ": the story has a gap at " + sequence);
            hash = HashChain.hash(
                    hash,
                    new DisputeId(UUID.fromString(id)),
                    sequence,
                    event.path("type").asText(),
                    Instant.parse(event.path("at").asText()),
                    event.path("actor").asText(),
                    event.path("detail").toString());
            check(
                    HexFormat.of().formatHex(hash).equals(event.path("hash").asText()),
                    "dispute " + id + ": the chain is broken at " + event);
            ends += Set.of("hold.declined", "hold.released", "hold.charged", "hold.expired")
                            .contains(event.path("type").asText())
                    ? 1
                    : 0;
        }
        check(ends == (status.equals("HELD") ? 0 : 1), "dispute " + id + " is " + status + ", its story " + events);
    }

    private static boolean is(Optional<Authorization> authorization, Authorization.Status status) {
        return authorization.filter(it -> it.status() == status).isPresent();
    }

    private static boolean isSame(JsonNode dispute, Authorization authorization) {
        return authorization.amount().compareTo(amount(dispute, "hold_amount")) == 0
                && authorization.currency().equals(dispute.path("currency").asText())
                && authorization
                        .id()
                        .equals(dispute.path("gateway_transaction_id").asText());
    }

    private static BigDecimal amount(JsonNode dispute, String key) {
        return new BigDecimal(dispute.path(key).asText("-1"));
    }

    private void check(boolean good, String fault) {
        if (!good) {
            faults.add(fault);
        }
    }
}
