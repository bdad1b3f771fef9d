package io.holdfast.api;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.Optional;

/** The amount of an {@link OpenRequest} fits its currency, digit for digit. */
@Documented
@Constraint(validatedBy = HoldableAmount.Check.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface HoldableAmount {

    String message() default "fits the currency";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Applies the constraint. An amount without a known currency is judged by what holds for all of them. */
    class Check implements ConstraintValidator<HoldableAmount, OpenRequest> {

        @Override
        public boolean isValid(OpenRequest request, ConstraintValidatorContext context) {
            Optional<String> fault = request.holdAmount() == null
                    ? Optional.empty()
                    : fault(request.holdAmount(), CardCurrencies.find(request.currency()));
            fault.ifPresent(message -> report(context, message));
            return fault.isEmpty();
        }

        private static Optional<String> fault(BigDecimal amount, Optional<Currency> currency) {
            int fractionDigits =
                    currency.map(Currency::getDefaultFractionDigits).orElse(AmountLimits.MOST_FRACTION_DIGITS);
            if (!AmountLimits.isPositive(amount)) {
                return Optional.of(AmountLimits.TOO_SMALL);
            }
            if (AmountLimits.isTooLarge(amount)) {
                return Optional.of(AmountLimits.TOO_LARGE);
            }
            return AmountLimits.isTooFine(amount, fractionDigits)
                    ? Optional.of(AmountLimits.tooFine(fractionDigits))
                    : Optional.empty();
        }

        private static void report(ConstraintValidatorContext context, String message) {
            context.disableDefaultConstraintViolation();
            context.buildConstraintViolationWithTemplate(message)
                    .addPropertyNode("holdAmount")
                    .addConstraintViolation();
        }
    }
}
