package dev.gatehouse;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.INTERFACES;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.ArchRule;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.login.LoginResult;
import dev.gatehouse.login.LoginService;
import dev.gatehouse.net.Cidr;
import dev.gatehouse.session.SessionService;
import java.security.SecureRandom;
import java.security.Security;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The rules of the house, as facts. */
final class ArchitectureTest {
  private static final JavaClasses CORE = new ClassFileImporter()
      .withImportOption(new DoNotIncludeTests())
      .importPackages("dev.gatehouse");

  @TestFactory
  Stream<DynamicTest> rules() {
    return Stream.of(
            coreKnowsOnlyItsDependencies(),
            featuresFormNoCycle(),
            nothingKnowsTheFacade(),
            onlyTheCompletionGateOpensSessions(),
            onlyTheAnswerToAChallengeSkipsTheSecondFactor(),
            timeIsInjected(),
            randomnessIsInjected(),
            storesAreInterfaces(),
            nothingStaticChanges(),
            noThreadLocals(),
            publicClassesAreFinal(),
            noProviderIsRegistered(),
            nobodyPrints(),
            secretsAreComparedInConstantTime(),
            loginKnowsNoFactor(),
            onlyTheStrictFrontDoorUsesJose4j())
        .map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(CORE)));
  }

  private static ArchRule coreKnowsOnlyItsDependencies() {
    return classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.gatehouse..",
            "java.io..",
            "java.lang..",
            "java.math..",
            "java.net..",
            "java.nio..",
            "java.security..",
            "java.text..",
            "java.time..",
            "java.util..",
            "javax.crypto..",
            "org.bouncycastle..",
            "org.jose4j..",
            "com.github.benmanes.caffeine..",
            "com.google.zxing..",
            "org.slf4j..",
            "org.jspecify..");
  }

  private static ArchRule featuresFormNoCycle() {
    return slices().matching("dev.gatehouse.(*)..").should().beFreeOfCycles();
  }

  private static ArchRule nothingKnowsTheFacade() {
    return noClasses()
        .that()
        .resideInAPackage("dev.gatehouse.*..")
        .should()
        .dependOnClassesThat(resideInAPackage("dev.gatehouse"));
  }

  private static ArchRule onlyTheCompletionGateOpensSessions() {
    return methods()
        .that()
        .areDeclaredIn(SessionService.class)
        .and()
        .haveName("open")
        .should()
        .onlyBeCalled()
        .byClassesThat(simpleName("LoginCompletion")
            .and(resideInAPackage(LoginResult.class.getPackageName())));
  }

  // Whoever finishes a login otherwise goes through the question for a second factor.
  private static ArchRule onlyTheAnswerToAChallengeSkipsTheSecondFactor() {
    return methods()
        .that()
        .areDeclaredIn("dev.gatehouse.login.LoginCompletion")
        .and()
        .haveName("completeProven")
        .should()
        .onlyBeCalled()
        .byMethodsThat(DescribedPredicate.describe(
            "are LoginService.secondFactor",
            method ->
                method.getFullName().startsWith(LoginService.class.getName() + ".secondFactor(")));
  }

  private static ArchRule timeIsInjected() {
    return noClasses()
        .that(not(nameMatching("dev\\.gatehouse\\.(GatehouseBuilder|Draft)")))
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(InstantSource.class, "system")
        .orShould()
        .callMethod(Clock.class, "systemUTC");
  }

  private static ArchRule randomnessIsInjected() {
    return noClasses()
        .that(not(nameMatching(RandomSource.class.getName().replace(".", "\\."))))
        // What lends a RandomSource to the JDK as a SecureRandom must be one.
        .and()
        .areNotAssignableTo(SecureRandom.class)
        .should()
        .callConstructor(SecureRandom.class)
        .orShould()
        .callConstructor(Random.class)
        .orShould()
        .callMethod(ThreadLocalRandom.class, "current")
        .orShould()
        .callMethod(Math.class, "random")
        .orShould()
        .callMethod(UUID.class, "randomUUID");
  }

  private static ArchRule storesAreInterfaces() {
    return classes().that().haveSimpleNameEndingWith("Store").should().beInterfaces();
  }

  private static ArchRule nothingStaticChanges() {
    return fields().that().areStatic().should().beFinal();
  }

  private static ArchRule noThreadLocals() {
    return fields().should().notHaveRawType(ThreadLocal.class);
  }

  private static ArchRule publicClassesAreFinal() {
    return classes()
        .that()
        .arePublic()
        .and(not(INTERFACES))
        .and()
        .areNotEnums()
        .should()
        .haveModifier(com.tngtech.archunit.core.domain.JavaModifier.FINAL);
  }

  private static ArchRule noProviderIsRegistered() {
    return noClasses()
        .should()
        .callMethod(Security.class, "addProvider", java.security.Provider.class)
        .orShould()
        .callMethod(Security.class, "insertProviderAt", java.security.Provider.class, int.class);
  }

  private static ArchRule secretsAreComparedInConstantTime() {
    return noClasses()
        .that()
        .doNotBelongToAnyOf(Cidr.class)
        .should()
        .callMethod(Arrays.class, "equals", byte[].class, byte[].class)
        .orShould()
        .callMethod(Arrays.class, "compare", byte[].class, byte[].class)
        .orShould()
        .callMethod(Arrays.class, "equals", char[].class, char[].class)
        .as("PW-13: bytes are compared by MessageDigest.isEqual, save those of networks");
  }

  private static ArchRule nobodyPrints() {
    return noClasses()
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err");
  }

  // jose4j alone accepts tokens that the front door refuses.
  private static ArchRule onlyTheStrictFrontDoorUsesJose4j() {
    return noClasses()
        .that()
        .resideOutsideOfPackage("dev.gatehouse.token")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.jose4j.jwa..",
            "org.jose4j.jwe..",
            "org.jose4j.jwk..",
            "org.jose4j.jws..",
            "org.jose4j.jwt..");
  }

  private static ArchRule loginKnowsNoFactor() {
    return noClasses()
        .that()
        .resideInAPackage("dev.gatehouse.login..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.gatehouse.otp..", "dev.gatehouse.oauth..");
  }
}
