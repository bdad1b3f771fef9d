package io.holdfast.desk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.StoryType;
import io.holdfast.store.pages.EventListing;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Tells the story of a dispute in plain words. */
final class PlainStory {

    private static final Map<String, StoryType> BY_CODE =
            Arrays.stream(StoryType.values()).collect(Collectors.toMap(StoryType::code, Function.identity()));

    private static final TypeReference<Map<String, String>> FACTS = new TypeReference<>() {};

    private static final String SYSTEM = "system";
    private static final String GATEWAY = "gateway:";

    private final ObjectMapper json;

    PlainStory(ObjectMapper json) {
        this.json = json;
    }

    /**
     * One thing that happened.
     *
     * @param headline what, in a few words
     * @param detail more of it; empty if there is no more
     * @param who caused it
     * @param mood for its mark: {@code good}, {@code bad}, {@code wait} or {@code plain}
     */
    record Line(int sequence, Moment at, String headline, String detail, String who, String mood) {}

    Line tell(EventListing event) {
        Map<String, String> facts = facts(event);
        Told told = Optional.ofNullable(BY_CODE.get(event.type()))
                .map(type -> told(type, facts))
                // Written by a newer version than this one.
                .orElseGet(() -> new Told(event.type(), "", "plain"));
        return new Line(
                event.sequence(), Moment.of(event.at()), told.headline, told.detail, who(event.actor()), told.mood);
    }

    List<Line> tell(List<EventListing> events) {
        return events.stream().map(this::tell).toList();
    }

    private record Told(String headline, String detail, String mood) {}

    private static Told told(StoryType type, Map<String, String> facts) {
        return switch (type) {
            case DISPUTE_OPENED ->
                new Told("Dispute opened", fact(facts, "amount", "A hold of %s was asked for."), "plain");
            case HOLD_PENDING ->
                new Told("The gateway is working on it", "It has not decided yet; Holdfast keeps asking.", "wait");
            case HOLD_PLACED -> new Told("Hold placed", "The gateway has reserved the money on the card.", "good");
            case HOLD_DECLINED -> new Told("Hold declined", failure(facts), "bad");
            case RELEASE_REQUESTED -> new Told("Release asked for", releaseWhy(facts), "wait");
            case HOLD_RELEASED -> new Told("Hold released", released(facts), "good");
            case CHARGE_REQUESTED -> new Told("Charge asked for", fact(facts, "amount", "Of %s."), "wait");
            case HOLD_CHARGED -> charged(facts);
            case CHARGE_FAILED -> new Told("Charge not carried out", failure(facts), "bad");
            case HOLD_EXPIRED -> new Told("Hold lapsed", "The card network let it go.", "bad");
            case RENEWAL_STARTED ->
                new Told(
                        "Renewal started",
                        "The hold would lapse soon; a new one is placed before the old one goes.",
                        "wait");
            case HOLD_RENEWED -> new Told("Hold renewed", "It lives on.", "good");
            case RENEWAL_FAILED -> new Told("Renewal failed", failure(facts), "bad");
            case REFRESH_STARTED -> new Told("Refresh of the stored card started", "", "wait");
            case TOKEN_REFRESHED -> new Told("Stored card refreshed", "", "good");
            case TOKEN_REFRESH_FAILED -> new Told("Stored card not refreshed", failure(facts), "bad");
            case TOKEN_REPLACED ->
                new Told(
                        "Stored card replaced",
                        "It was refreshed for another dispute that uses the same one.",
                        "plain");
            case RETRY_REQUESTED -> new Told("Another try asked for", call(facts), "wait");
            case RESOLVED_BY_HAND ->
                new Told(
                        "Settled by hand",
                        fact(facts, "said", "The gateway's own desk says: %s.") + note(facts),
                        "plain");
            case GATEWAY_UNSETTLED -> unsettled(facts);
            case GATEWAY_CONFIRMED ->
                new Told(
                        "The gateway confirms",
                        facts.containsKey("how")
                                ? "It says by itself what its desk had said."
                                : "It was asked, and agrees with what is recorded here.",
                        "plain");
            case GATEWAY_CALLED -> new Told("The gateway was asked", "There is nothing new.", "plain");
            case RECORD_UPDATED -> new Told("The record was brought up to date", "", "plain");
            case SURPLUS_FOUND ->
                new Told("A hold that is not needed was found", "It is given back to the customer.", "wait");
            case SURPLUS_RETURNED -> new Told("The hold that was not needed is gone", "", "good");
            case ATTENTION_RAISED ->
                new Told(
                        "Needs attention",
                        attention(facts)
                                .map(words -> words.headline() + difference(facts))
                                .orElse(""),
                        "bad");
            case ATTENTION_CLEARED ->
                new Told(
                        "No longer needs attention",
                        attention(facts)
                                .map(words -> "Settled: " + words.headline() + ".")
                                .orElse(""),
                        "good");
        };
    }

    private static Told charged(Map<String, String> facts) {
        if ("no".equals(facts.get("asked"))) {
            return new Told(
                    "Charged without being asked",
                    fact(facts, "amount", "The gateway took %s; nobody here asked for it."),
                    "bad");
        }
        return new Told("Hold charged", fact(facts, "amount", "%s was taken from the card."), "good");
    }

    private static String released(Map<String, String> facts) {
        return "yes".equals(facts.get("lapsed"))
                ? "It had lapsed before it could be given back."
                : "What was still held is free again for the customer.";
    }

    private static String releaseWhy(Map<String, String> facts) {
        return "max_age".equals(facts.get("why")) ? "It has been held for as long as policy allows." : "";
    }

    private static String failure(Map<String, String> facts) {
        return Optional.ofNullable(facts.get("failure_code"))
                .map(code -> PlainWords.failure(code).headline() + ".")
                .orElse("");
    }

    private static Optional<PlainWords.Explained> attention(Map<String, String> facts) {
        return Arrays.stream(Attention.values())
                .filter(attention -> attention.name().equals(facts.get("attention")))
                .findFirst()
                .map(PlainWords::attention);
    }

    /** In the gateway's figures and ours, for a person to compare. */
    private static String difference(Map<String, String> facts) {
        if (!facts.containsKey("asked")) {
            return "";
        }
        return "." + fact(facts, "amount", " Held at the gateway: %s.") + fact(facts, "captured", " Taken there: %s.")
                + fact(facts, "asked", " Asked for here: a hold of %s")
                + fact(facts, "charge", ", and a charge of %s") + ".";
    }

    private static Told unsettled(Map<String, String> facts) {
        String outcome = facts.getOrDefault("outcome", "");
        String said = switch (outcome) {
            case "pending" -> "It is not decided yet.";
            case "mismatch" -> "It repeats another amount or currency than asked for.";
            case "no_connection" -> "It could not be reached.";
            case "rate_limited" -> "It asks to be called less often.";
            case "credentials" -> "It does not accept Holdfast's credentials.";
            case "another_capture_failed" -> "One that was not asked for here has come to nothing.";
            case "" -> "";
            default -> "It came to: " + outcome.replace('_', ' ') + ".";
        };
        return new Told("No final answer from the gateway", (call(facts) + " " + said).strip(), "wait");
    }

    private static String call(Map<String, String> facts) {
        return switch (facts.getOrDefault("call", "")) {
            case "authorize" -> "About the placing of the hold.";
            case "renew" -> "About the renewal of the hold.";
            case "capture" -> "About the charge.";
            case "void" -> "About giving the hold back.";
            case "refresh" -> "About the refresh of the stored card.";
            case "ask" -> "It was asked how things stand.";
            default -> "";
        };
    }

    private static String note(Map<String, String> facts) {
        return fact(facts, "note", " Note: %s");
    }

    private static String fact(Map<String, String> facts, String name, String sentence) {
        return Optional.ofNullable(facts.get(name)).map(sentence::formatted).orElse("");
    }

    static String who(String actor) {
        if (actor.equals(SYSTEM)) {
            return "Holdfast";
        }
        return actor.startsWith(GATEWAY) ? "Gateway " + actor.substring(GATEWAY.length()) : actor;
    }

    private Map<String, String> facts(EventListing event) {
        try {
            return json.readValue(event.detail(), FACTS);
        } catch (JsonProcessingException notFlat) {
            return Map.of();
        }
    }
}
