package io.holdfast.api;

import io.holdfast.dispute.OpenCommand;
import io.holdfast.dispute.ResolveCommand;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.OperationId;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.wire.WireId;
import io.holdfast.secret.Secret;
import io.holdfast.store.IdempotencyClaim;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Turns bodies into commands, or refuses them with everything that is wrong with them at once. */
@ApplicationScoped
public class Requests {

    private static final int MAX_NOTE = 256;

    /** What a desk can say; "pending" is no news. */
    private static final List<AuthorizationView.Status> SAID = List.of(
            AuthorizationView.Status.AUTHORIZED,
            AuthorizationView.Status.DECLINED,
            AuthorizationView.Status.CAPTURED,
            AuthorizationView.Status.VOIDED,
            AuthorizationView.Status.EXPIRED);

    private final OpeningDefaults defaults;
    private final Validator validator;

    public Requests(OpeningDefaults defaults, Validator validator) {
        this.defaults = defaults;
        this.validator = validator;
    }

    /**
     * @param idempotencyKeys the values of the header, as many as were sent
     * @throws Refusal if the request cannot be accepted
     */
    OpenCommand open(JsonBody body, List<String> idempotencyKeys, String caller, CallCenters callCenters) {
        if (body.isAbsent()) {
            throw new Refusal(Problems.malformedJson());
        }
        JsonFields fields = new JsonFields(body.fields());
        OpenRequest request = OpenRequest.of(fields, defaults, callCenters);
        List<FieldError> errors = fields.errors();
        errors.addAll(violations(request, errors));
        IdempotencyKey.fault(idempotencyKeys).ifPresent(errors::add);
        refuseIfAny(errors);
        callCenters.requireForOpening(request.callCenterId());
        Optional<IdempotencyClaim> claim = idempotencyKeys.stream()
                .findFirst()
                .map(key -> new IdempotencyClaim(caller, key, RequestHash.of(body.fields())));
        return new OpenCommand(request.terms(caller), Secret.of(request.paymentMethodId()), claim);
    }

    /**
     * @return the amount to charge; empty for all
     * @throws Refusal if the request cannot be accepted
     */
    Optional<BigDecimal> charge(JsonBody body) {
        JsonFields fields = new JsonFields(body.fields());
        Optional<BigDecimal> amount = fields.number("amount");
        List<FieldError> errors = fields.errors();
        if (amount.isEmpty() && errors.isEmpty() && body.fields().containsKey("amount")) {
            // Charging everything because a template left a hole would be a costly reading of null.
            errors.add(new FieldError("amount", "is a number, or left out to charge all"));
        }
        amount.flatMap(Requests::chargeFault).ifPresent(errors::add);
        refuseIfAny(errors);
        return amount;
    }

    /** @throws Refusal if the request cannot be accepted */
    ResolveCommand resolve(OperationId operation, JsonBody body) {
        JsonFields fields = new JsonFields(body.fields());
        Optional<String> said = fields.text("said");
        Optional<String> authorization = fields.text("authorization_id").map(String::strip);
        Optional<BigDecimal> amount = fields.number("amount");
        Optional<String> expires = fields.text("expires_at");
        Optional<String> note = fields.text("note");
        List<FieldError> errors = fields.errors();
        if (said.flatMap(Requests::saidStatus).isEmpty()) {
            errors.add(new FieldError("said", "is one of authorized, declined, captured, voided, expired"));
        }
        if (note.filter(text -> CleanText.isClean(text, MAX_NOTE)).isEmpty()) {
            errors.add(new FieldError("note", "says who said so, in 1 to " + MAX_NOTE + " characters"));
        }
        if (authorization.filter(id -> !isUsable(id)).isPresent()) {
            errors.add(new FieldError(
                    "authorization_id",
                    "is the gateway's id, as it is written there: 1 to " + AuthorizationId.MAX_LENGTH
                            + " characters of ASCII, without spaces, / \\ ? # or %"));
        }
        amount.flatMap(Requests::amountFault).ifPresent(errors::add);
        if (expires.isPresent() && expires.flatMap(Requests::time).isEmpty()) {
            errors.add(new FieldError("expires_at", "is a time such as 2026-11-29T10:00:00Z (RFC 3339)"));
        }
        refuseIfAny(errors);
        return new ResolveCommand(
                operation,
                said.flatMap(Requests::saidStatus).orElseThrow(),
                authorization.map(AuthorizationId::new),
                amount,
                expires.flatMap(Requests::time),
                note.orElseThrow());
    }

    /** One that no address can have would be taken now, and be of no use in any call to come. */
    private static boolean isUsable(String authorization) {
        return !authorization.isEmpty() && WireId.fitsInPath(authorization);
    }

    private static Optional<AuthorizationView.Status> saidStatus(String said) {
        return SAID.stream()
                .filter(status -> status.name().toLowerCase(Locale.ROOT).equals(said))
                .findFirst();
    }

    /** As fine as the database keeps it. */
    private static Optional<Instant> time(String text) {
        return Rfc3339.parse(text).map(it -> it.truncatedTo(ChronoUnit.MICROS));
    }

    /** @throws Refusal if there is anything in the body */
    void nothing(JsonBody body) {
        refuseIfAny(new JsonFields(body.fields()).errors());
    }

    /** That it is too large is said with the hold, which it is more than; but of one that only an exponent can write. */
    private static Optional<FieldError> chargeFault(BigDecimal amount) {
        return AmountLimits.isPositive(amount) && AmountLimits.canBeWrittenOut(amount)
                ? fractionFault(amount)
                : amountFault(amount);
    }

    /** What can be said without knowing the hold; its currency is looked at with the hold. */
    private static Optional<FieldError> amountFault(BigDecimal amount) {
        if (!AmountLimits.isPositive(amount)) {
            return Optional.of(new FieldError("amount", AmountLimits.TOO_SMALL));
        }
        if (AmountLimits.isTooLarge(amount)) {
            return Optional.of(new FieldError("amount", AmountLimits.TOO_LARGE));
        }
        return fractionFault(amount);
    }

    private static Optional<FieldError> fractionFault(BigDecimal amount) {
        return AmountLimits.isTooFine(amount, AmountLimits.MOST_FRACTION_DIGITS)
                ? Optional.of(new FieldError("amount", AmountLimits.tooFine(AmountLimits.MOST_FRACTION_DIGITS)))
                : Optional.empty();
    }

    private List<FieldError> violations(OpenRequest request, List<FieldError> known) {
        Set<String> wrongAlready = known.stream().map(FieldError::field).collect(Collectors.toSet());
        return validator.validate(request).stream()
                .map(Requests::error)
                .filter(error -> !wrongAlready.contains(error.field()))
                .sorted(Comparator.comparing(FieldError::field))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private static FieldError error(ConstraintViolation<OpenRequest> violation) {
        // An element inside an Optional is a node of its own, written in angle brackets.
        String property = violation.getPropertyPath().iterator().next().getName();
        return new FieldError(snakeCase(property), violation.getMessage());
    }

    private static String snakeCase(String camelCase) {
        return camelCase.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    private static void refuseIfAny(List<FieldError> errors) {
        if (!errors.isEmpty()) {
            throw new Refusal(Problems.invalid(errors));
        }
    }
}
