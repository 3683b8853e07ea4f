package dev.gatehouse.contract.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.gatehouse.audit.AuditRecord;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.principal.ServiceId;
import dev.gatehouse.service.IssuedSecret;
import dev.gatehouse.service.ServiceAdministration;
import dev.gatehouse.service.ServiceRecord;
import dev.gatehouse.session.Authentication;
import dev.gatehouse.testkit.Racing;
import dev.gatehouse.testkit.TestGatehouse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Services and their secrets: register, prove, rotate, disable, delete. */
public interface ServiceScenarios extends ServiceScenario {

  @Test
  default void aRegisteredServiceProvesWhoItIs() {
    try (TestGatehouse test = start()) {
      IssuedSecret reports = registered(test, "reports");
      assertThat(reports.secret().reveal()).matches("gss_[A-Za-z0-9_-]{43}_[A-Za-z0-9_-]{6}");
      assertThat(reports.service().id().toString()).startsWith("svc_");
      assertThat(proven(test, reports)).isEqualTo(reports.service());
      assertThat(test.gatehouse().services().find(reports.service().id()))
          .contains(reports.service());
      assertThat(test.audited("service.registered")).singleElement().satisfies(record -> {
        assertThat(record.actorId()).isEqualTo("operator");
        assertThat(record.data())
            .containsEntry("name", "reports")
            .containsEntry("service", reports.service().id().toString())
            .containsEntry("audiences.after", HERE + " orders");
        assertThat(record.toString()).doesNotContain(reports.secret().reveal());
      });
    }
  }

  @Test
  default void aNameIsGivenOnce() {
    try (TestGatehouse test = start()) {
      registered(test, "reports");
      assertThat(refusal(() -> registered(test, "reports"))).isEqualTo(ErrorCode.NAME_TAKEN);
      assertThat(test.audited("service.registered")).hasSize(1);
    }
  }

  @Test
  default void namesAndAudiencesAreChecked() {
    try (TestGatehouse test = start()) {
      ServiceAdministration services = test.gatehouse().services();
      for (String name : List.of("", "Reports", "-a", "a-", "a b", "ä", "a".repeat(65), "a\n")) {
        assertThat(refusal(() -> services.register(name, Set.of(), OPERATOR, MACHINE)))
            .as(name)
            .isEqualTo(ErrorCode.VALIDATION_FAILED);
      }
      for (String audience : List.of("", "a b", "a\"", "a\\", "ä", "a".repeat(256))) {
        assertThat(refusal(() -> services.register("a", Set.of(audience), OPERATOR, MACHINE)))
            .as(audience)
            .isEqualTo(ErrorCode.VALIDATION_FAILED);
      }
      assertThat(services.register("a", Set.of(), OPERATOR, MACHINE).service().audiences())
          .isEmpty();
    }
  }

  @Test
  @DisplayName(
      "S2S-06 unknown service, wrong secret, ended secret and disabled service: one answer")
  default void everyFailureIsOneAnswer() {
    try (TestGatehouse test = start()) {
      IssuedSecret reports = registered(test, "reports");
      IssuedSecret other = registered(test, "other");
      IssuedSecret off = registered(test, "off");
      assertThat(test.gatehouse().services().disable(off.service().id(), OPERATOR, MACHINE))
          .isTrue();
      String id = reports.service().id().toString();
      String nobody = new ServiceId(new UUID(1, 2)).toString();
      List<String> answers = new ArrayList<>();
      answers.add(answer(() -> proven(test, id, other.secret())));
      answers.add(answer(() -> proven(test, nobody, reports.secret())));
      answers.add(answer(() -> proven(test, off)));
      answers.add(answer(() -> proven(test, "reports", reports.secret())));
      answers.add(answer(() -> proven(test, "usr" + id.substring(3), reports.secret())));
      for (String junk : List.of("", "gss_", "gss_x", reports.secret().reveal() + "x")) {
        answers.add(answer(() -> proven(test, id, Secret.of(junk))));
      }
      assertThat(answers).containsOnly(answers.get(0));
      assertThat(answers.get(0)).startsWith("INVALID_CLIENT");
      assertThat(test.audited("service.refused"))
          .hasSize(answers.size())
          .extracting(AuditRecord::outcome)
          .contains("wrong_secret", "unknown_service", "disabled", "malformed");
    }
  }

  private static String answer(ThrowingCallable call) {
    AuthException refusal = (AuthException) catchThrowable(call);
    return refusal.code() + refusal.detail() + refusal.details();
  }

  @Test
  @DisplayName("S2S-06 both secrets work until the instant the overlap ends")
  default void bothSecretsWorkDuringTheOverlap() {
    try (TestGatehouse test = start()) {
      IssuedSecret old = registered(test, "reports");
      ServiceId id = old.service().id();
      IssuedSecret next = test.gatehouse().services().rotateSecret(id, OPERATOR, MACHINE);
      assertThat(next.secret()).isNotEqualTo(old.secret());
      assertThat(proven(test, id.toString(), old.secret()).id()).isEqualTo(id);
      assertThat(proven(test, next).id()).isEqualTo(id);
      test.clock().advance(Duration.ofHours(24).minusSeconds(1));
      assertThat(proven(test, id.toString(), old.secret()).id()).isEqualTo(id);
      test.clock().advance(Duration.ofSeconds(1));
      assertThat(refusal(() -> proven(test, id.toString(), old.secret())))
          .isEqualTo(ErrorCode.INVALID_CLIENT);
      assertThat(proven(test, next).id()).isEqualTo(id);
      assertThat(test.audited("service.secret_rotated")).hasSize(1);
    }
  }

  @Test
  @DisplayName("S2S-06 there are never three secrets, and of racing rotations one happens")
  default void thereAreNeverThreeSecrets() {
    try (TestGatehouse test = start()) {
      IssuedSecret first = registered(test, "reports");
      ServiceId id = first.service().id();
      List<Optional<Secret>> rotated = Racing.together(16, () -> rotated(test, id));
      List<Secret> won = rotated.stream().flatMap(Optional::stream).toList();
      assertThat(won).hasSize(1);
      assertThat(proven(test, id.toString(), won.get(0)).id()).isEqualTo(id);
      assertThat(proven(test, id.toString(), first.secret()).id()).isEqualTo(id);
      assertThat(test.audited("service.secret_rotated")).hasSize(1);
    }
  }

  private static Optional<Secret> rotated(TestGatehouse test, ServiceId id) {
    try {
      return Optional.of(
          test.gatehouse().services().rotateSecret(id, OPERATOR, MACHINE).secret());
    } catch (AuthException refused) {
      assertThat(refused.code()).isEqualTo(ErrorCode.ROTATION_UNDER_WAY);
      return Optional.empty();
    }
  }

  @Test
  @DisplayName("S2S-06 a rotation under load refuses nobody")
  default void aRotationUnderLoadRefusesNobody() {
    try (TestGatehouse test = start()) {
      IssuedSecret old = registered(test, "reports");
      ServiceId id = old.service().id();
      AtomicInteger turn = new AtomicInteger();
      List<Integer> proofs = Racing.together(16, () -> {
        if (turn.getAndIncrement() == 8) {
          IssuedSecret next = test.gatehouse().services().rotateSecret(id, OPERATOR, MACHINE);
          assertThat(proven(test, next).id()).isEqualTo(id);
        }
        int proof = 0;
        while (proof < 20) {
          assertThat(proven(test, id.toString(), old.secret()).id()).isEqualTo(id);
          proof++;
        }
        return proof;
      });
      assertThat(proofs).hasSize(16).containsOnly(20);
      assertThat(test.audited("service.refused")).isEmpty();
    }
  }

  @Test
  default void anOverlapCanBeEndedEarlyOrLeftOut() {
    try (TestGatehouse test = start()) {
      ServiceAdministration services = test.gatehouse().services();
      IssuedSecret first = registered(test, "reports");
      ServiceId id = first.service().id();
      assertThat(services.endOverlap(id, OPERATOR, MACHINE)).isFalse();
      IssuedSecret second = services.rotateSecret(id, OPERATOR, MACHINE);
      assertThat(services.endOverlap(id, OPERATOR, MACHINE)).isTrue();
      assertThat(refusal(() -> proven(test, id.toString(), first.secret())))
          .isEqualTo(ErrorCode.INVALID_CLIENT);
      IssuedSecret third = services.rotateSecret(id, Duration.ZERO, OPERATOR, MACHINE);
      assertThat(refusal(() -> proven(test, id.toString(), second.secret())))
          .isEqualTo(ErrorCode.INVALID_CLIENT);
      assertThat(proven(test, third).id()).isEqualTo(id);
      for (Duration bad : List.of(Duration.ofDays(30).plusSeconds(1), Duration.ofSeconds(-1))) {
        assertThat(refusal(() -> services.rotateSecret(id, bad, OPERATOR, MACHINE)))
            .isEqualTo(ErrorCode.VALIDATION_FAILED);
      }
    }
  }

  @Test
  @DisplayName("S2S-06 a secret that others may know ends at once, with every token it got")
  default void replacingASecretEndsTokensToo() {
    try (TestGatehouse test = start()) {
      IssuedSecret leaked = registered(test, "reports");
      ServiceId id = leaked.service().id();
      Secret token = token(test, leaked, HERE);
      assertThat(service(test, token).serviceId()).isEqualTo(id);
      IssuedSecret next = test.gatehouse().services().replaceSecrets(id, OPERATOR, MACHINE);
      assertThat(refusal(() -> proven(test, id.toString(), leaked.secret())))
          .isEqualTo(ErrorCode.INVALID_CLIENT);
      assertThat(taken(test, token)).isInstanceOf(Authentication.Refused.class);
      assertThat(service(test, token(test, next, HERE)).serviceId()).isEqualTo(id);
    }
  }

  @Test
  default void aDisabledServiceIsOutAtOnceAndItsOldTokensStayOut() {
    try (TestGatehouse test = start()) {
      ServiceAdministration services = test.gatehouse().services();
      IssuedSecret reports = registered(test, "reports");
      ServiceId id = reports.service().id();
      Secret before = token(test, reports, HERE);
      assertThat(service(test, before).name()).isEqualTo("reports");
      assertThat(services.disable(id, OPERATOR, MACHINE)).isTrue();
      assertThat(services.disable(id, OPERATOR, MACHINE)).isFalse();
      assertThat(taken(test, before)).isInstanceOf(Authentication.Refused.class);
      assertThat(refusal(() -> proven(test, reports))).isEqualTo(ErrorCode.INVALID_CLIENT);
      assertThat(services.enable(id, OPERATOR, MACHINE)).isTrue();
      assertThat(taken(test, before)).isInstanceOf(Authentication.Refused.class);
      assertThat(service(test, token(test, reports, HERE)).serviceId()).isEqualTo(id);
      assertThat(test.audited("service.disabled"))
          .singleElement()
          .satisfies(record -> assertThat(record.data())
              .containsEntry("status.before", "enabled")
              .containsEntry("status.after", "disabled"));
      assertThat(test.audited("service.enabled")).hasSize(1);
    }
  }

  @Test
  default void takingAnAudienceAwayEndsTheTokensForIt() {
    try (TestGatehouse test = start()) {
      IssuedSecret reports = registered(test, "reports");
      Secret before = token(test, reports, HERE);
      assertThat(service(test, before).audience()).isEqualTo(HERE);
      ServiceRecord after = test.gatehouse()
          .services()
          .changeAudiences(reports.service().id(), Set.of(ORDERS), OPERATOR, MACHINE);
      assertThat(after.audiences()).containsExactly(ORDERS);
      assertThat(taken(test, before)).isInstanceOf(Authentication.Refused.class);
      assertThat(refusal(() -> token(test, reports, HERE))).isEqualTo(ErrorCode.INVALID_TARGET);
      assertThat(test.audited("service.changed"))
          .singleElement()
          .satisfies(record -> assertThat(record.data())
              .containsEntry("audiences.before", HERE + " orders")
              .containsEntry("audiences.after", "orders"));
    }
  }

  @Test
  default void aDeletedServiceIsGoneAndItsNameIsFree() {
    try (TestGatehouse test = start()) {
      ServiceAdministration services = test.gatehouse().services();
      IssuedSecret reports = registered(test, "reports");
      Secret before = token(test, reports, HERE);
      assertThat(service(test, before).name()).isEqualTo("reports");
      assertThat(services.delete(reports.service().id(), OPERATOR, MACHINE)).isTrue();
      assertThat(services.delete(reports.service().id(), OPERATOR, MACHINE)).isFalse();
      assertThat(taken(test, before)).isInstanceOf(Authentication.Refused.class);
      assertThat(refusal(() -> proven(test, reports))).isEqualTo(ErrorCode.INVALID_CLIENT);
      IssuedSecret successor = registered(test, "reports");
      assertThat(successor.service().id()).isNotEqualTo(reports.service().id());
      assertThat(taken(test, before)).isInstanceOf(Authentication.Refused.class);
      assertThat(test.audited("service.deleted")).hasSize(1);
    }
  }

  @Test
  default void whatIsNotThereCannotBeChanged() {
    try (TestGatehouse test = start()) {
      ServiceAdministration services = test.gatehouse().services();
      ServiceId nobody = new ServiceId(new UUID(1, 2));
      assertThat(refusal(() -> services.rotateSecret(nobody, OPERATOR, MACHINE)))
          .isEqualTo(ErrorCode.NOT_FOUND);
      assertThat(refusal(() -> services.replaceSecrets(nobody, OPERATOR, MACHINE)))
          .isEqualTo(ErrorCode.NOT_FOUND);
      assertThat(refusal(() -> services.changeAudiences(nobody, Set.of(), OPERATOR, MACHINE)))
          .isEqualTo(ErrorCode.NOT_FOUND);
      assertThat(services.enable(nobody, OPERATOR, MACHINE)).isFalse();
      assertThat(services.delete(nobody, OPERATOR, MACHINE)).isFalse();
    }
  }

  @Test
  default void servicesAreListedOldestFirstPageByPage() {
    try (TestGatehouse test = start()) {
      List<ServiceRecord> all = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        all.add(registered(test, "s" + i).service());
        test.clock().advance(Duration.ofSeconds(1));
      }
      ServiceAdministration services = test.gatehouse().services();
      assertThat(services.list(Optional.empty(), 3)).isEqualTo(all.subList(0, 3));
      assertThat(services.list(Optional.of(all.get(2).id()), 3)).isEqualTo(all.subList(3, 5));
      assertThat(services.list(Optional.empty(), -1)).hasSize(1);
    }
  }

  private static ErrorCode refusal(ThrowingCallable call) {
    return Scenario.code(catchThrowable(call));
  }
}
