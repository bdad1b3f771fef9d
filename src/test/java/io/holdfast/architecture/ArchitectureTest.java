package io.holdfast.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaParameter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.holdfast.cli.PreflightSettings;
import io.holdfast.time.Steady;
import io.smallrye.config.ConfigMapping;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import org.jboss.resteasy.reactive.server.Cancellable;

/** The arrows of the README's map of the packages, and the habits that money needs. */
@AnalyzeClasses(packages = "io.holdfast", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule callsPointDown = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("entries")
            .definedBy("..api..", "..webhook..", "..schedule..", "..cli..", "..desk..")
            .layer("use cases")
            .definedBy("io.holdfast.dispute")
            .layer("edges")
            .definedBy("..gateway..", "..store..", "..notify..", "..audit..", "..secret..")
            .layer("model")
            .definedBy("..dispute.model..")
            .layer("values")
            .definedBy("..money..", "..time..", "..carddata..", "..settings..", "..credential..", "..trace..")
            .layer("sandbox")
            .definedBy("..sandbox..")
            .whereLayer("entries")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("use cases")
            .mayOnlyBeAccessedByLayers("entries")
            .whereLayer("edges")
            .mayOnlyBeAccessedByLayers("entries", "use cases")
            .whereLayer("model")
            .mayOnlyBeAccessedByLayers("entries", "use cases", "edges")
            .whereLayer("sandbox")
            .mayOnlyBeAccessedByLayers("entries");

    @ArchTest
    static final ArchRule theModelIsPlainJava = classes()
            .that()
            .resideInAPackage("io.holdfast.dispute.model..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "io.holdfast.money..", "io.holdfast.dispute.model..");

    @ArchTest
    static final ArchRule moneyIsPlainJava = classes()
            .that()
            .resideInAPackage("io.holdfast.money..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "io.holdfast.money..");

    @ArchTest
    static final ArchRule decisionsKnowNoFramework = noClasses()
            .that()
            .haveSimpleName("Conclusion")
            .or()
            .haveSimpleName("Reading")
            .or()
            .haveSimpleName("Step")
            .or()
            .haveSimpleName("Plan")
            .or()
            .haveSimpleName("Draft")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.quarkus..", "jakarta..", "io.vertx..", "io.smallrye.config..");

    @ArchTest
    static final ArchRule anAdapterIsNobodyElsesBusiness = classes()
            .that()
            .resideInAPackage("io.holdfast.gateway.(*)..")
            .and(are(resideOutsideOfPackages("io.holdfast.gateway.wire..")))
            .and()
            .haveSimpleNameNotEndingWith("Settings")
            .should(beUsedByTheirOwnPackageOnly());

    @ArchTest
    static final ArchRule onlyCommandsStartTheSandbox = noClasses()
            .that()
            .resideOutsideOfPackages("io.holdfast.cli..", "io.holdfast.sandbox..")
            .should()
            .dependOnClassesThat(are(resideInAPackage("io.holdfast.sandbox..")));

    @ArchTest
    static final ArchRule theDeskLooksAtNoOtherEntry = noClasses()
            .that()
            .resideInAPackage("io.holdfast.desk..")
            .should()
            .dependOnClassesThat(are(resideInAnyPackage(
                    "io.holdfast.api..", "io.holdfast.webhook..", "io.holdfast.schedule..", "io.holdfast.cli..")));

    @ArchTest
    static final ArchRule theSandboxStandsAlone = noClasses()
            .that()
            .resideInAPackage("io.holdfast.sandbox..")
            .should()
            .dependOnClassesThat(
                    are(resideInAPackage("io.holdfast..").and(resideOutsideOfPackages("io.holdfast.sandbox.."))));

    @ArchTest
    static final ArchRule timeComesFromAClock = noClasses()
            .that()
            .resideOutsideOfPackage("io.holdfast.time..")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(OffsetDateTime.class, "now")
            .orShould()
            .callMethod(ZonedDateTime.class, "now")
            .orShould()
            .callMethod(LocalDate.class, "now")
            .orShould()
            .callMethod(LocalDateTime.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule theHostsClockIsReadInOnePlace = noClasses()
            .that()
            .resideOutsideOfPackages("io.holdfast.time..", "io.holdfast.cli..", "io.holdfast.sandbox..")
            .should()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(Clock.class, "systemDefaultZone")
            .orShould()
            .callMethod(Clock.class, "system", ZoneId.class);

    /** They only measure how long something lasts: the host's clock, set back by a day, would have them wait for a day. */
    @ArchTest
    static final ArchRule whatWaitsInThisProcessTakesTheClockThatNobodyCanSet = classes()
            .that()
            .haveFullyQualifiedName("io.holdfast.gateway.wire.GatewayLines")
            .or()
            .haveFullyQualifiedName("io.holdfast.notify.NotifyBeans")
            .or()
            .haveFullyQualifiedName("io.holdfast.schedule.RoundsBeans")
            .or()
            .haveFullyQualifiedName("io.holdfast.desk.SignInPace")
            .or()
            .haveFullyQualifiedName("io.holdfast.desk.LiveResource")
            .should(takeTheSteadyClock());

    @ArchTest
    static final ArchRule moneyIsNeverABinaryFloat = fields().that()
            .areDeclaredInClassesThat()
            .resideInAnyPackage(
                    "io.holdfast.dispute..",
                    "io.holdfast.money..",
                    "io.holdfast.gateway..",
                    "io.holdfast.store..",
                    "io.holdfast.api..",
                    "io.holdfast.sandbox..")
            .should()
            .notHaveRawType(double.class)
            .andShould()
            .notHaveRawType(float.class)
            .andShould()
            .notHaveRawType(Double.class)
            .andShould()
            .notHaveRawType(Float.class);

    @ArchTest
    static final ArchRule aCallerThatHangsUpCancelsNoChange = methods()
            .that()
            .areAnnotatedWith(POST.class)
            .or()
            .areAnnotatedWith(PUT.class)
            .or()
            .areAnnotatedWith(PATCH.class)
            .or()
            .areAnnotatedWith(DELETE.class)
            .and()
            .areDeclaredInClassesThat()
            .areNotInterfaces()
            .should()
            .beAnnotatedWith(com.tngtech.archunit.base.DescribedPredicate.describe(
                    "@Cancellable(false)",
                    annotation -> annotation.getRawType().isEquivalentTo(Cancellable.class)
                            && annotation
                                    .get("value")
                                    .filter(Boolean.FALSE::equals)
                                    .isPresent()));

    @ArchTest
    static final ArchRule everySettingIsCheckedBeforeTheStart =
            classes().that().areAnnotatedWith(ConfigMapping.class).should(beKnownToThePreflight());

    private static ArchCondition<JavaClass> takeTheSteadyClock() {
        return new ArchCondition<>("take the steady clock and no other") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                List<JavaParameter> clocks = type.getCodeUnits().stream()
                        .flatMap(unit -> unit.getParameters().stream())
                        .filter(parameter -> parameter.getRawType().isEquivalentTo(Clock.class))
                        .toList();
                boolean steady =
                        !clocks.isEmpty() && clocks.stream().allMatch(clock -> clock.isAnnotatedWith(Steady.class));
                events.add(new SimpleConditionEvent(type, steady, type.getName() + " takes " + clocks));
            }
        };
    }

    private static ArchCondition<JavaClass> beUsedByTheirOwnPackageOnly() {
        return new ArchCondition<>("be used by their own package only") {
            @Override
            public void check(JavaClass adapter, ConditionEvents events) {
                adapter.getDirectDependenciesToSelf().stream()
                        .filter(use -> !use.getOriginClass().getPackageName().equals(adapter.getPackageName()))
                        .forEach(use -> events.add(SimpleConditionEvent.violated(use, use.getDescription())));
            }
        };
    }

    private static ArchCondition<JavaClass> beKnownToThePreflight() {
        return new ArchCondition<>("be in both lists of the preflight") {
            @Override
            public void check(JavaClass settings, ConditionEvents events) {
                boolean known = PreflightSettings.known().contains(settings.getName());
                if (!known) {
                    events.add(SimpleConditionEvent.violated(
                            settings, settings.getName() + " is not in the list SETTINGS of Preflight"));
                }
                boolean registered = PreflightSettings.registered().contains(settings.getName());
                if (!registered) {
                    events.add(SimpleConditionEvent.violated(
                            settings,
                            settings.getName() + " is not in @RegisterForReflection of Preflight, for native images"));
                }
            }
        };
    }
}
