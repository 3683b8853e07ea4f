package dev.gatehouse.contract;

import static dev.gatehouse.testkit.Samples.NOW;
import static dev.gatehouse.testkit.Samples.auditRecord;
import static dev.gatehouse.testkit.Samples.userId;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.Storage;
import dev.gatehouse.audit.AuditHead;
import dev.gatehouse.audit.AuditLink;
import dev.gatehouse.audit.AuditRecord;
import dev.gatehouse.audit.AuditStore;
import dev.gatehouse.crypto.Digest;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.testkit.Racing;
import dev.gatehouse.testkit.Samples;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every promise of {@link AuditStore}, as tests. Implement it in the test class of a backend. */
public interface AuditStoreContract {

  /** Returns a fresh, empty storage; called once per test. */
  Storage storage();

  @Test
  default void everyChainIsEmptyAtFirst() {
    AuditStore audit = storage().audit();
    for (int lane = 0; lane < AuditRecord.LANES; lane++) {
      assertThat(audit.head(lane)).isEqualTo(AuditHead.empty(lane));
      assertThat(audit.read(lane, 0, 100)).isEmpty();
    }
  }

  @Test
  default void readsBackARecordWithEverythingInIt() {
    AuditStore audit = storage().audit();
    AuditRecord record = auditRecord(userId(), NOW);
    audit.append(record);
    assertThat(audit.read(record.lane(), 0, 100))
        .extracting(AuditLink::record)
        .containsExactly(record);
  }

  @Test
  default void readsBackARecordInWhichEverythingIsAbsent() {
    AuditStore audit = storage().audit();
    AuditRecord bare =
        new AuditRecord(UUID.randomUUID(), NOW, "", "", "", "", "", "", "", "", Map.of());
    audit.append(bare);
    assertThat(audit.read(bare.lane(), 0, 100)).extracting(AuditLink::record).containsExactly(bare);
  }

  @Test
  default void theHashOfARecordCoversTheHashOfTheOneBeforeIt() {
    AuditStore audit = storage().audit();
    UserId user = userId();
    AuditRecord first = auditRecord(user, NOW);
    AuditRecord second = auditRecord(user, NOW);
    audit.append(first);
    audit.append(second);
    Digest firstHash = first.hashAfter(Digest.of(new byte[0]));
    Digest secondHash = second.hashAfter(firstHash);
    assertThat(audit.read(first.lane(), 0, 100))
        .containsExactly(new AuditLink(1, first, firstHash), new AuditLink(2, second, secondHash));
    assertThat(audit.head(first.lane())).isEqualTo(new AuditHead(first.lane(), 2, secondHash));
  }

  @Test
  default void aRecordGoesToItsOwnChainAndToNoOther() {
    AuditStore audit = storage().audit();
    AuditRecord record = auditRecord(userId(), NOW);
    audit.append(record);
    IntStream.range(0, AuditRecord.LANES)
        .filter(lane -> lane != record.lane())
        .forEach(lane -> assertThat(audit.head(lane)).isEqualTo(AuditHead.empty(lane)));
  }

  @Test
  default void readsOnAfterASequenceNumberInOrderAndAtMostAsManyAsAllowed() {
    AuditStore audit = storage().audit();
    UserId user = userId();
    for (int i = 0; i < 5; i++) {
      audit.append(auditRecord(user, NOW.plusSeconds(i)));
    }
    int lane = auditRecord(user, NOW).lane();
    assertThat(audit.read(lane, 0, 2)).extracting(AuditLink::sequence).containsExactly(1L, 2L);
    assertThat(audit.read(lane, 2, 2)).extracting(AuditLink::sequence).containsExactly(3L, 4L);
    assertThat(audit.read(lane, 4, 2)).extracting(AuditLink::sequence).containsExactly(5L);
    assertThat(audit.read(lane, 5, 2)).isEmpty();
  }

  @Test
  default void manyRecordsAtOnceBecomeLinksInTheirOrder() {
    AuditStore audit = storage().audit();
    UserId user = userId();
    UserId other = userId();
    audit.append(auditRecord(user, NOW));
    List<AuditRecord> records = Stream.of(user, other, user, other, user)
        .map(subject -> auditRecord(subject, NOW))
        .toList();
    audit.appendAll(records);
    int lane = auditRecord(user, NOW).lane();
    List<AuditRecord> expected = records.stream().filter(r -> r.lane() == lane).toList();
    assertThat(audit.read(lane, 1, 100)).extracting(AuditLink::record).isEqualTo(expected);
    assertUnbroken(audit);
  }

  @Test
  default void aThousandRecordsAtOnceMakeUnbrokenChains() {
    AuditStore audit = storage().audit();
    audit.appendAll(
        Stream.generate(() -> auditRecord(userId(), NOW)).limit(1000).toList());
    assertThat(assertUnbroken(audit)).isEqualTo(1000);
  }

  @Test
  default void addingNoRecordsDoesNothing() {
    AuditStore audit = storage().audit();
    audit.appendAll(List.of());
    assertThat(assertUnbroken(audit)).isZero();
  }

  @Test
  default void aRecordOfAUnitThatIsRolledBackLeavesNoGap() {
    Storage storage = storage();
    UserId user = userId();
    AuditRecord kept = auditRecord(user, NOW);
    Failing.unit(storage, () -> {
      storage.audit().append(auditRecord(user, NOW));
      storage.audit().appendAll(List.of(auditRecord(user, NOW), auditRecord(userId(), NOW)));
    });
    storage.audit().append(kept);
    assertThat(storage.audit().read(kept.lane(), 0, 100))
        .containsExactly(new AuditLink(1, kept, kept.hashAfter(Digest.of(new byte[0]))));
    assertThat(assertUnbroken(storage.audit())).isEqualTo(1);
  }

  @Test
  default void concurrentRecordsOfOneChainNeitherForkNorSkip() {
    Storage storage = storage();
    UserId user = userId();
    Racing.together(16, () -> {
      storage.audit().append(auditRecord(user, NOW));
      storage.audit().append(auditRecord(user, NOW));
      return true;
    });
    assertThat(assertUnbroken(storage.audit())).isEqualTo(32);
  }

  @Test
  default void concurrentBatchesOverManyChainsNeitherForkNorWaitForEachOtherForever() {
    AuditStore audit = storage().audit();
    List<UserId> users = Stream.generate(Samples::userId).limit(40).toList();
    AtomicInteger caller = new AtomicInteger();
    Racing.together(16, () -> {
      List<UserId> order = new ArrayList<>(users);
      Collections.rotate(order, 7 * caller.incrementAndGet());
      audit.appendAll(order.stream().map(user -> auditRecord(user, NOW)).toList());
      return true;
    });
    assertThat(assertUnbroken(audit)).isEqualTo(16 * 40);
  }

  /** Follows every chain from its start to its head and returns the number of links. */
  private static int assertUnbroken(AuditStore audit) {
    int count = 0;
    for (int lane = 0; lane < AuditRecord.LANES; lane++) {
      AuditHead head = AuditHead.empty(lane);
      for (AuditLink link : audit.read(lane, 0, 10_000)) {
        Digest hash = link.record().hashAfter(head.hash());
        head = new AuditHead(lane, head.sequence() + 1, hash);
        assertThat(link).isEqualTo(new AuditLink(head.sequence(), link.record(), hash));
        assertThat(link.record().lane()).isEqualTo(lane);
      }
      assertThat(audit.head(lane)).isEqualTo(head);
      count += (int) head.sequence();
    }
    return count;
  }
}
