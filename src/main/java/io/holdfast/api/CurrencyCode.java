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

/** A currency of ISO 4217, in capitals, that cards can be charged in: gold and drawing rights have no minor unit. */
@Documented
@Constraint(validatedBy = CurrencyCode.Check.class)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT})
@Retention(RetentionPolicy.RUNTIME)
public @interface CurrencyCode {

    String message() default "is a currency code of ISO 4217, in capitals";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Applies the constraint. What is null is not judged. */
    class Check implements ConstraintValidator<CurrencyCode, String> {

        @Override
        public boolean isValid(String value, ConstraintValidatorContext context) {
            return value == null || CardCurrencies.find(value).isPresent();
        }
    }
}
