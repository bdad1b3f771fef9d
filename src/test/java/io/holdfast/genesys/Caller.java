package io.holdfast.genesys;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Somebody on the line: what is known of the conversation, which keys are pressed, and which queues the organisation has. */
final class Caller {

    private final String conversationId;
    private final Map<String, String> participantData = new HashMap<>();
    private final Deque<String> digits = new ArrayDeque<>();
    private final Set<String> queues = new HashSet<>(Set.of(
            "Queue_Service_Resolution", "Queue_Fraud_Prevention", "Queue_Verification", "Queue_Service_Verification"));
    private final Set<String> closedQueues = new HashSet<>();

    private Caller(String conversationId) {
        this.conversationId = conversationId;
    }

    /** Nothing is known of them. */
    static Caller unknown() {
        return new Caller(UUID.randomUUID().toString());
    }

    /** An earlier flow knows the account, the amount, the reason and the stored payment method. */
    static Caller payingWith(String paymentMethod) {
        return unknown()
                .having("customer_account_id", "ACC-1001")
                .having("hold_amount", "49.99")
                .having("reason_code", "SERVICE_LATE")
                .having("payment_method_id", paymentMethod)
                .having("gateway", "erp");
    }

    /** The same conversation, some time later. */
    Caller again() {
        Caller later = new Caller(conversationId);
        later.participantData.putAll(participantData);
        later.queues.addAll(queues);
        return later;
    }

    Caller having(String attribute, String value) {
        participantData.put(attribute, value);
        return this;
    }

    Caller without(String attribute) {
        participantData.remove(attribute);
        return this;
    }

    /** @param inputs one for each time that something is asked; an empty one is silence */
    Caller pressing(String... inputs) {
        digits.addAll(List.of(inputs));
        return this;
    }

    Caller withQueue(String queue) {
        queues.add(queue);
        return this;
    }

    /** Every transfer to it fails. */
    Caller withClosed(String queue) {
        closedQueues.add(queue);
        return this;
    }

    String conversationId() {
        return conversationId;
    }

    Map<String, String> participantData() {
        return participantData;
    }

    Optional<String> press() {
        return Optional.ofNullable(digits.poll()).filter(it -> !it.isEmpty());
    }

    boolean hasQueue(String queue) {
        return queues.contains(queue);
    }

    boolean isClosed(String queue) {
        return closedQueues.contains(queue);
    }
}
