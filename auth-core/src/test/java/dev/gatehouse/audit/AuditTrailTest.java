package dev.gatehouse.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.audit.AuditVerification.Broken;
import dev.gatehouse.audit.AuditVerification.Damage;
import dev.gatehouse.audit.AuditVerification.Intact;
import dev.gatehouse.crypto.Digest;
import dev.gatehouse.event.Event;
import dev.gatehouse.event.EventType;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.UserId;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AuditTrailTest {
  private static final UserId ALICE = new UserId(new UUID(0x7000L, 1));
  private static final int RECORDS = 1200;

  private final ListedAuditStore store = new ListedAuditStore();
  private final AuditTrail trail = new AuditTrail(store);
  private final int lane = AuditRecord.of(event(0)).lane();
  private final List<AuditLink> chain = store.lanes.get(lane);

  private static Event event(int n) {
    return event(n, Optional.of(ALICE));
  }

  private static Event event(int n, Optional<UserId> subject) {
    return new Event(
        new UUID(0x7000L + n, n),
        Instant.EPOCH.plusSeconds(n),
        EventType.LOGIN_SUCCEEDED,
        "success",
        subject,
        Actor.user(ALICE),
        new ClientInfo("192.0.2.1", "curl/8", "req-" + n),
        Map.of("method", "pwd"));
  }

  private void fill() {
    IntStream.range(0, RECORDS).forEach(n -> trail.append(event(n)));
  }

  @Test
  void anEmptyTrailIsIntact() {
    assertThat(trail.verify()).isEqualTo(new Intact(0));
  }

  @Test
  void countsTheRecordsOfAllChainsAcrossPages() {
    fill();
    IntStream.range(0, 100)
        .forEach(n -> trail.append(event(n, Optional.of(new UserId(UUID.randomUUID())))));

    assertThat(trail.verify()).isEqualTo(new Intact(RECORDS + 100L));
    assertThat(trail.verify().isIntact()).isTrue();
  }

  @Test
  void appendsABatchInOneRoundTripChainByChainInOrder() {
    List<Event> batch = IntStream.range(0, 64)
        .mapToObj(n -> event(n, n % 2 == 0 ? Optional.of(ALICE) : Optional.empty()))
        .toList();

    trail.appendAll(batch);
    assertThat(store.batches).isEqualTo(1);
    assertThat(trail.verify()).isEqualTo(new Intact(64));
    assertThat(chain).extracting(link -> link.record().at()).isSorted();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 499, 500, 501, 999, 1000, 1001, 1200})
  @DisplayName("LOG-04: an updated record is found at its place, also at the edges of pages")
  void findsAnUpdatedRecord(int place) {
    fill();
    AuditLink link = chain.get(place - 1);
    chain.set(place - 1, new AuditLink(place, AuditRecord.of(event(9999)), link.hash()));

    assertThat(trail.verify()).isEqualTo(new Broken(lane, place, Damage.ALTERED));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 500, 501, 1199})
  @DisplayName("LOG-04: a deleted record is missed")
  void missesADeletedRecord(int place) {
    fill();
    chain.remove(place - 1);

    assertThat(trail.verify()).isEqualTo(new Broken(lane, place, Damage.MISSING));
  }

  @Test
  @DisplayName("LOG-04: a deleted record is found even when the later ones were renumbered")
  void findsADeletedRecordBehindNewNumbers() {
    fill();
    chain.remove(9);
    renumber();

    assertThat(trail.verify()).isEqualTo(new Broken(lane, 10, Damage.ALTERED));
  }

  @Test
  @DisplayName("LOG-04: records that changed places are found")
  void findsReorderedRecords() {
    fill();
    Collections.swap(chain, 9, 12);
    renumber();

    assertThat(trail.verify()).isEqualTo(new Broken(lane, 10, Damage.REORDERED));
  }

  @Test
  @DisplayName("LOG-04: a tail that was cut off is missed")
  void missesATruncatedTail() {
    fill();
    chain.subList(1000, RECORDS).clear();

    assertThat(trail.verify()).isEqualTo(new Broken(lane, 1001, Damage.TRUNCATED));
  }

  @Test
  @DisplayName("LOG-04: a chain that was emptied is missed")
  void missesAWholeChain() {
    fill();
    chain.clear();

    assertThat(trail.verify()).isEqualTo(new Broken(lane, 1, Damage.TRUNCATED));
  }

  @Test
  @DisplayName(
      "LOG-04: a tail that was cut off together with its head contradicts a head noted outside")
  void aNotedHeadFindsWhatWasCutOffTogetherWithTheHead() {
    fill();
    List<AuditHead> noted = trail.heads();
    chain.subList(1000, RECORDS).clear();
    store.heads[lane] = new AuditHead(lane, 1000, chain.get(999).hash());

    assertThat(trail.verify().isIntact()).isTrue();
    assertThat(trail.verify(noted)).isEqualTo(new Broken(lane, 1001, Damage.TRUNCATED));
  }

  @Test
  @DisplayName("LOG-04: a chain that was written anew contradicts a head noted outside")
  void aNotedHeadFindsARewrittenChain() {
    fill();
    List<AuditHead> noted = trail.heads();
    chain.clear();
    store.heads[lane] = AuditHead.empty(lane);
    IntStream.range(1, RECORDS + 100).forEach(n -> trail.append(event(n)));

    assertThat(trail.verify().isIntact()).isTrue();
    assertThat(trail.verify(noted)).isEqualTo(new Broken(lane, RECORDS, Damage.ALTERED));
  }

  @Test
  void aNotedHeadAgreesWithAChainThatGrew() {
    fill();
    List<AuditHead> noted = trail.heads();
    fill();

    assertThat(trail.verify(noted)).isEqualTo(new Intact(2L * RECORDS));
  }

  @Test
  @DisplayName("LOG-04: a record inserted in the middle is found")
  void findsAnInsertedRecord() {
    fill();
    AuditRecord forged = AuditRecord.of(event(7777));
    chain.add(9, new AuditLink(10, forged, forged.hashAfter(chain.get(8).hash())));
    renumber();

    assertThat(trail.verify()).isEqualTo(new Broken(lane, 11, Damage.ALTERED));
  }

  @Test
  @DisplayName("LOG-04: a record behind the head is found")
  void findsARecordBehindTheHead() {
    fill();
    AuditRecord forged = AuditRecord.of(event(7777));
    chain.add(new AuditLink(
        RECORDS + 1L, forged, forged.hashAfter(chain.get(RECORDS - 1).hash())));

    assertThat(trail.verify()).isEqualTo(new Broken(lane, RECORDS + 1L, Damage.UNACCOUNTED));
  }

  @Test
  @DisplayName("LOG-04: a head with another hash is found")
  void findsAnAlteredHead() {
    fill();
    store.heads[lane] = new AuditHead(lane, RECORDS, Digest.of("other"));

    assertThat(trail.verify()).isEqualTo(new Broken(lane, RECORDS, Damage.ALTERED));
  }

  @Test
  void aRecordTwiceUnderOneNumberEndsTheWalk() {
    fill();
    chain.add(1, chain.get(0));

    assertThat(trail.verify()).isEqualTo(new Broken(lane, 2, Damage.REORDERED));
  }

  @Test
  void appendingWhileVerifyingDoesNoHarm() {
    fill();
    AuditStore growing = new AuditStore() {
      @Override
      public void append(AuditRecord record) {
        store.append(record);
      }

      @Override
      public void appendAll(List<AuditRecord> records) {
        store.appendAll(records);
      }

      @Override
      public List<AuditLink> read(int chosen, long after, int limit) {
        List<AuditLink> page = store.read(chosen, after, limit);
        if (after < 1000) {
          store.append(AuditRecord.of(event((int) after)));
        }
        return page;
      }

      @Override
      public AuditHead head(int chosen) {
        return store.head(chosen);
      }
    };

    assertThat(new AuditTrail(growing).verify().isIntact()).isTrue();
  }

  private void renumber() {
    for (int i = 0; i < chain.size(); i++) {
      chain.set(i, new AuditLink(i + 1L, chain.get(i).record(), chain.get(i).hash()));
    }
  }
}
