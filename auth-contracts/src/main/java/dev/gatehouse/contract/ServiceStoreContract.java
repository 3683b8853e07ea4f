package dev.gatehouse.contract;

import static dev.gatehouse.testkit.Samples.NOW;
import static dev.gatehouse.testkit.Samples.TICK;
import static dev.gatehouse.testkit.Samples.digest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.Storage;
import dev.gatehouse.principal.ServiceId;
import dev.gatehouse.service.SecretRotation;
import dev.gatehouse.service.ServiceRecord;
import dev.gatehouse.service.ServiceRecord.PreviousSecret;
import dev.gatehouse.service.ServiceStore;
import dev.gatehouse.testkit.Racing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Every promise of {@link ServiceStore}, as tests. Implement it in the test class of a backend. */
public interface ServiceStoreContract {
  /** When the overlap of every sample rotation ends. */
  Instant OVERLAP_END = NOW.plusSeconds(3600);

  /** Returns a fresh, empty storage; called once per test. */
  Storage storage();

  @Test
  default void findsAnAddedServiceWithEverythingInIt() {
    ServiceStore services = storage().services();
    ServiceRecord plain = service(new UUID(0x0190_0000_0000_7000L, 1), "reports");
    ServiceRecord rotated = new ServiceRecord(
        new ServiceId(new UUID(0x0190_0000_0000_7000L, 2)),
        "orders",
        Set.of(),
        false,
        7,
        digest("new"),
        NOW,
        Optional.of(new PreviousSecret(digest("old"), OVERLAP_END)),
        NOW.minusSeconds(60));
    assertThat(services.insert(plain)).isTrue();
    assertThat(services.insert(rotated)).isTrue();
    assertThat(services.find(plain.id())).contains(plain);
    assertThat(services.find(rotated.id())).contains(rotated);
  }

  @Test
  default void anUnknownServiceIsNothing() {
    ServiceStore services = storage().services();
    ServiceId nobody = new ServiceId(UUID.randomUUID());
    assertThat(services.find(nobody)).isEmpty();
    assertThat(services.rotate(rotation(nobody, "n", NOW))).isEmpty();
    assertThat(services.replace(rotation(nobody, "n", NOW))).isEmpty();
    assertThat(services.endPrevious(nobody, NOW)).isFalse();
    assertThat(services.changeAudiences(nobody, Set.of())).isEmpty();
    assertThat(services.changeStatus(nobody, false)).isEmpty();
    assertThat(services.advanceEpoch(nobody, 0)).isFalse();
    assertThat(services.delete(nobody)).isEmpty();
  }

  @Test
  default void aNameBelongsToOneService() {
    ServiceStore services = storage().services();
    ServiceRecord first = added(services, "reports");
    ServiceRecord second = service(UUID.randomUUID(), "reports");
    assertThat(services.insert(second)).isFalse();
    assertThat(services.find(second.id())).isEmpty();
    assertThat(services.find(first.id())).contains(first);
  }

  @Test
  default void ofConcurrentInsertsOfOneNameExactlyOneWins() {
    ServiceStore services = storage().services();
    List<Boolean> won =
        Racing.together(16, () -> services.insert(service(UUID.randomUUID(), "reports")));
    assertThat(won).containsOnlyOnce(true);
    assertThat(services.list(Optional.empty(), 100)).hasSize(1);
  }

  @Test
  default void listsServicesInTheOrderOfTheirIdsPageByPage() {
    ServiceStore services = storage().services();
    List<ServiceRecord> all = new ArrayList<>();
    for (long high : new long[] {0x0190_0000_0000_7000L, 0x0190_0000_0000_7001L, 1L << 63, -1L}) {
      all.add(service(new UUID(high, 5), "s" + all.size()));
    }
    List.of(2, 0, 3, 1).forEach(i -> assertThat(services.insert(all.get(i))).isTrue());
    assertThat(services.list(Optional.empty(), 100)).isEqualTo(all);
    assertThat(services.list(Optional.empty(), 3)).isEqualTo(all.subList(0, 3));
    assertThat(services.list(Optional.of(all.get(1).id()), 100)).isEqualTo(all.subList(2, 4));
    assertThat(services.list(Optional.of(all.get(3).id()), 100)).isEmpty();
  }

  @Test
  default void aRotationMakesTheNewestSecretThePreviousOne() {
    ServiceStore services = storage().services();
    ServiceRecord before = added(services, "reports");
    ServiceRecord after = services.rotate(rotation(before.id(), "new", NOW)).orElseThrow();
    assertThat(after.secret()).isEqualTo(digest("new"));
    assertThat(after.secretAt()).isEqualTo(NOW);
    assertThat(after.previous()).contains(new PreviousSecret(before.secret(), OVERLAP_END));
    assertThat(after.epoch()).isEqualTo(before.epoch());
    assertThat(services.find(before.id())).contains(after);
  }

  @Test
  default void thereIsNoThirdSecretUntilTheInstantThePreviousOneEnds() {
    ServiceStore services = storage().services();
    ServiceRecord service = added(services, "reports");
    assertThat(services.rotate(rotation(service.id(), "2", NOW))).isPresent();
    assertThat(services.rotate(rotation(service.id(), "3", OVERLAP_END.minus(TICK))))
        .isEmpty();
    assertThat(services.find(service.id()).orElseThrow().secret()).isEqualTo(digest("2"));
    assertThat(services.rotate(rotation(service.id(), "3", OVERLAP_END))).isPresent();
  }

  @Test
  default void ofConcurrentRotationsExactlyOneHappens() {
    ServiceStore services = storage().services();
    ServiceRecord service = added(services, "reports");
    AtomicInteger turn = new AtomicInteger();
    List<Optional<ServiceRecord>> rotated = Racing.together(
        16, () -> services.rotate(rotation(service.id(), "n" + turn.incrementAndGet(), NOW)));
    List<ServiceRecord> winners = rotated.stream().flatMap(Optional::stream).toList();
    assertThat(winners).hasSize(1);
    assertThat(services.find(service.id())).contains(winners.get(0));
    assertThat(winners.get(0).previous())
        .contains(new PreviousSecret(service.secret(), OVERLAP_END));
  }

  @Test
  default void aReplacementLeavesOneSecretAndBeginsAnEpoch() {
    ServiceStore services = storage().services();
    ServiceRecord service = added(services, "reports");
    assertThat(services.rotate(rotation(service.id(), "2", NOW))).isPresent();
    ServiceRecord after = services.replace(rotation(service.id(), "3", NOW)).orElseThrow();
    assertThat(after.secret()).isEqualTo(digest("3"));
    assertThat(after.previous()).isEmpty();
    assertThat(after.epoch()).isEqualTo(service.epoch() + 1);
    assertThat(services.find(service.id())).contains(after);
  }

  @Test
  default void thePreviousSecretIsEndedOnce() {
    ServiceStore services = storage().services();
    ServiceRecord service = added(services, "reports");
    assertThat(services.endPrevious(service.id(), NOW)).isFalse();
    assertThat(services.rotate(rotation(service.id(), "2", NOW))).isPresent();
    assertThat(services.endPrevious(service.id(), OVERLAP_END)).isFalse();
    List<Boolean> ended =
        Racing.together(16, () -> services.endPrevious(service.id(), OVERLAP_END.minus(TICK)));
    assertThat(ended).containsOnlyOnce(true);
    ServiceRecord after = services.find(service.id()).orElseThrow();
    assertThat(after.previous()).isEmpty();
    assertThat(after.secret()).isEqualTo(digest("2"));
  }

  @Test
  default void aChangeOfAudiencesBeginsAnEpoch() {
    ServiceStore services = storage().services();
    ServiceRecord service = added(services, "reports");
    ServiceRecord after =
        services.changeAudiences(service.id(), Set.of("billing", "mail")).orElseThrow();
    assertThat(after.audiences()).containsExactlyInAnyOrder("billing", "mail");
    assertThat(after.epoch()).isEqualTo(service.epoch() + 1);
    assertThat(services.find(service.id())).contains(after);
  }

  @Test
  default void ofConcurrentChangesToOneStatusExactlyOneHappens() {
    ServiceStore services = storage().services();
    ServiceRecord service = added(services, "reports");
    assertThat(services.changeStatus(service.id(), true)).isEmpty();
    List<Optional<ServiceRecord>> disabled =
        Racing.together(16, () -> services.changeStatus(service.id(), false));
    assertThat(disabled).filteredOn(Optional::isPresent).hasSize(1);
    ServiceRecord after = services.find(service.id()).orElseThrow();
    assertThat(after.enabled()).isFalse();
    assertThat(after.epoch()).isEqualTo(service.epoch() + 1);
    assertThat(services.changeStatus(service.id(), true).orElseThrow().epoch())
        .isEqualTo(service.epoch() + 2);
  }

  @Test
  default void ofConcurrentCallsWithOneEpochExactlyOneEndsIt() {
    ServiceStore services = storage().services();
    ServiceRecord service = added(services, "reports");
    assertThat(services.advanceEpoch(service.id(), service.epoch() + 1)).isFalse();
    List<Boolean> advanced =
        Racing.together(16, () -> services.advanceEpoch(service.id(), service.epoch()));
    assertThat(advanced).containsOnlyOnce(true);
    assertThat(services.find(service.id()).orElseThrow().epoch()).isEqualTo(service.epoch() + 1);
  }

  @Test
  default void aServiceIsDeletedOnceAndItsNameIsFreeAgain() {
    ServiceStore services = storage().services();
    ServiceRecord service = added(services, "reports");
    List<Optional<ServiceRecord>> deleted =
        Racing.together(16, () -> services.delete(service.id()));
    assertThat(deleted).filteredOn(Optional::isPresent).containsExactly(Optional.of(service));
    assertThat(services.find(service.id())).isEmpty();
    assertThat(services.insert(service(UUID.randomUUID(), "reports"))).isTrue();
  }

  @Test
  default void aRotationThatIsRolledBackHasNotHappened() {
    Storage storage = storage();
    ServiceRecord service = added(storage.services(), "reports");
    Failing.unit(storage, () -> {
      assertThat(storage.services().rotate(rotation(service.id(), "2", NOW))).isPresent();
      assertThat(storage.services().changeStatus(service.id(), false)).isPresent();
    });
    assertThat(storage.services().find(service.id())).contains(service);
  }

  private static SecretRotation rotation(ServiceId service, String successor, Instant now) {
    return new SecretRotation(service, digest(successor), now, OVERLAP_END);
  }

  private static ServiceRecord added(ServiceStore services, String name) {
    ServiceRecord service = service(UUID.randomUUID(), name);
    assertThat(services.insert(service)).isTrue();
    return service;
  }

  private static ServiceRecord service(UUID id, String name) {
    return new ServiceRecord(
        new ServiceId(id),
        name,
        Set.of("orders", "https://api.example.com"),
        true,
        3,
        digest("first"),
        NOW.minusSeconds(60),
        Optional.empty(),
        NOW.minusSeconds(60));
  }
}
