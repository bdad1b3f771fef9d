package io.holdfast.deployment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;

/** The classes of ours that Jackson reads by reflection: those that carry its annotations. */
final class JsonTypes {

    private JsonTypes() {}

    static List<Class<?>> all() {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.holdfast");
        return classes.stream()
                .filter(JsonTypes::isWritten)
                .<Class<?>>map(JavaClass::reflect)
                .toList();
    }

    private static boolean isWritten(JavaClass type) {
        return type.isAnnotatedWith(JsonNaming.class)
                || type.isAnnotatedWith(JsonInclude.class)
                || type.isAnnotatedWith(JsonPropertyOrder.class)
                || type.getFields().stream().anyMatch(field -> field.isAnnotatedWith(JsonProperty.class));
    }
}
