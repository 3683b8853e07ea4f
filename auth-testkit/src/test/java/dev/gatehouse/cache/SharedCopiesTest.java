package dev.gatehouse.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.storage.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What becomes of copies when things change, break, or are forged. */
final class SharedCopiesTest extends SharedCopiesCase {
  @Test
  void whatOneNodeAskedTheOthersKnow() {
    assertThat(here.ask()).isEqualTo(new Aged<>("old", Duration.ZERO));
    pass(Duration.ofSeconds(3));
    assertThat(there.ask()).isEqualTo(new Aged<>("old", Duration.ofSeconds(3)));
    assertThat(asked).isEqualTo(1);
    assertThat(there.level.status()).isEqualTo(new SecondLevelStatus(true, 1, 0, 0, 0));
  }

  @Test
  @DisplayName("RBAC-03 read the old, invalidate, put the old: the old is not put")
  void aFillThatRacedWithAnInvalidationDoesNotResurrect() {
    for (Invalidation end : List.of(SESSION, ANN)) {
      truth = "old";
      here.level.remove(SESSION);
      String late = there
          .ask(() -> {
            String found = store();
            truth = "new";
            here.level.remove(end);
            return found;
          })
          .value();
      assertThat(late).as("whoever asked before may be told so").isEqualTo("old");
      assertThat(here.ask().value()).as(end.encode()).isEqualTo("new");
      assertThat(there.ask().value()).as(end.encode()).isEqualTo("new");
    }
  }

  @Test
  @DisplayName("RBAC-03 the same while another node looks between the two")
  void aSeedPlantedMeanwhileDoesNotHelpTheOld() {
    String late = there
        .ask(() -> {
          String found = store();
          truth = "new";
          here.level.remove(SESSION);
          assertThat(cache.read(List.of(SecondLevel.name(SESSION)), "?later", MINUTE))
              .hasSize(1);
          return found;
        })
        .value();
    assertThat(late).isEqualTo("old");
    assertThat(here.ask().value()).isEqualTo("new");
  }

  @Test
  @DisplayName("SESS-11 CFG-05 the same while the cache is emptied between the two")
  void anEmptiedCacheDoesNotHelpTheOld() {
    String late = there
        .ask(() -> {
          String found = store();
          truth = "new";
          here.level.remove(SESSION);
          cache.clear();
          return found;
        })
        .value();
    assertThat(late).isEqualTo("old");
    assertThat(here.ask().value()).isEqualTo("new");
  }

  @Test
  void theEndOfAnOwnerEndsTheirCopies() {
    here.ask();
    here.level.remove(ANN);
    truth = "new";
    assertThat(there.ask().value()).isEqualTo("new");
    assertThat(there.ask().age()).as("and it is shared again").isZero();
    assertThat(asked).isEqualTo(2);
    assertThat(here.ask().value()).as("by others than who ended it").isEqualTo("new");
    assertThat(asked).isEqualTo(3);
    assertThat(there.level.status().rejected()).isZero();
  }

  @Test
  @DisplayName("RBAC-03 copies are gone before anybody hears of the change")
  void removesBeforeItTells() {
    here.ask();
    Invalidations broadcast = here.level.before(new Deaf(invalidation -> {
      truth = "new";
      assertThat(there.ask().value()).isEqualTo("new");
    }));
    broadcast.publish(SESSION);
    assertThat(truth).isEqualTo("new");
  }

  @Test
  @DisplayName(
      "SESS-11 whoever hears of a change believes no copy for a minute, lest one was not removed")
  void whatAChangeWasHeardOfIsNotBelieved() {
    Line line = new Line();
    there.level.before(line).subscribe(unused -> {}, () -> {});
    for (Invalidation end : List.of(SESSION, ANN)) {
      here.ask();
      line.hear(end);
      truth = "new";
      assertThat(there.ask().value()).as(end.encode()).isEqualTo("new");
      pass(MINUTE);
      truth = "old";
    }
    here.ask();
    truth = "new";
    assertThat(there.ask().value()).as("a minute later nodes share again").isEqualTo("old");
  }

  @Test
  @DisplayName("SESS-11 whoever may have missed a change believes no copy for a minute")
  void whoMayHaveMissedAChangeBelievesNothing() {
    Line line = new Line();
    there.level.before(line).subscribe(unused -> {}, () -> {});
    here.ask();
    line.lose();
    truth = "new";
    assertThat(there.ask().value()).isEqualTo("new");
    pass(MINUTE);
    truth = "old";
    here.ask();
    truth = "new";
    assertThat(there.ask().value()).as("a minute later nodes share again").isEqualTo("old");
  }

  @Test
  @DisplayName("SESS-11 whoever could not remove a copy does not believe it")
  void whoCouldNotRemoveACopyDoesNotBelieveIt() {
    boolean[] lost = new boolean[1];
    Node alone = new Node(new ForgetfulCache(cache, () -> lost[0]), SECRET, clock);
    here.ask();
    lost[0] = true;
    alone.level.remove(SESSION);
    truth = "new";
    assertThat(alone.ask().value()).isEqualTo("new");
    assertThat(alone.level.status().failures()).isEqualTo(1);
  }

  @Test
  @DisplayName("RBAC-04 what nobody of us sealed is a miss, counted, and replaced")
  void aForgedCopyIsAMiss() {
    String name = SecondLevel.name(SESSION);
    for (String forged :
        List.of("", "{\"admin\":true}", "AAAA", "A".repeat(100), "A".repeat(20_000))) {
      cache.forge(name, forged, MINUTE);
      long before = here.level.status().rejected();
      assertThat(here.ask().value()).isEqualTo("old");
      assertThat(here.level.status().rejected()).isEqualTo(before + 1);
      assertThat(there.ask().age()).isZero();
    }
    assertThat(asked).as("each was replaced by a genuine one").isEqualTo(5);
  }

  @Test
  @DisplayName(
      "RBAC-04 a copy is none under another name, in another form, or under another secret")
  void aCopyCannotBeMoved() {
    here.ask();
    String genuine = held();
    Invalidation elsewhere = new Invalidation(Invalidation.Kind.SESSION, "ses_2");
    String owner =
        cache.read(List.of(SecondLevel.name(ANN)), "?x", MINUTE).get(0).text();
    cache.forge(SecondLevel.name(elsewhere), genuine, MINUTE);
    cache.forge(SecondLevel.name(ANN), owner, MINUTE);
    assertThat(there.copies.get(List.of(elsewhere, ANN), () -> "hers").value()).isEqualTo("hers");
    SharedCopies<String> otherForm = there.level.copies(new TextForm("text/2"), LEASE);
    assertThat(otherForm.get(List.of(SESSION, ANN), () -> "other form").value())
        .isEqualTo("other form");
    cache.forge(SecondLevel.name(SESSION), genuine, MINUTE);
    Node stranger = new Node(cache, OTHER, clock);
    assertThat(stranger.ask(() -> "other secret").value()).isEqualTo("other secret");
  }

  @Test
  @DisplayName("LOG-02 neither a name nor a copy tells an id or a value")
  void tellsNothing() {
    here.ask(() -> "ann@example.com");
    assertThat(cache.names()).allMatch(name -> name.matches("[A-Za-z0-9_-]{22}"));
    assertThat(held()).doesNotContain("ann@").doesNotContain("ses_").doesNotContain("usr_");
  }

  @Test
  @DisplayName("CFG-05 without an answer the store is asked, and word of a change still goes out")
  void aDeadCacheCostsNothingButTime() {
    Node alone = new Node(new DeadCache(), SECRET, clock);
    assertThat(alone.ask()).isEqualTo(new Aged<>("old", Duration.ZERO));
    truth = "new";
    assertThat(alone.ask().value()).isEqualTo("new");
    AtomicLong told = new AtomicLong();
    alone.level.before(new Deaf(invalidation -> told.incrementAndGet())).publish(SESSION);
    assertThat(told).hasValue(1);
    assertThat(alone.level.status().failures()).isEqualTo(3);
  }

  @Test
  void whatTheStoreThrowsIsThrownOnAndKeptByNobody() {
    assertThatThrownBy(() -> here.ask(() -> {
          throw new StoreException("down");
        }))
        .isInstanceOf(StoreException.class);
    assertThat(there.ask().value()).isEqualTo("old");
  }

  @Test
  void whatIsNotForOthersStaysAtHome() {
    assertThat(here.ask(() -> "").value()).isEmpty();
    assertThat(there.ask().value()).isEqualTo("old");
  }
}
