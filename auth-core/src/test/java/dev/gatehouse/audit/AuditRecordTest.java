package dev.gatehouse.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.crypto.Digest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class AuditRecordTest {
  private static final Digest START = Digest.of(new byte[0]);
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678901Z");
  private static final List<String> TEXTS = List.of(
      "login.failed", "wrong_password", "usr_1", "USER", "usr_2", "192.0.2.1", "curl/8", "req-1");

  private static AuditRecord record(UUID id, Instant at, List<String> t, Map<String, String> data) {
    return new AuditRecord(
        id, at, t.get(0), t.get(1), t.get(2), t.get(3), t.get(4), t.get(5), t.get(6), t.get(7),
        data);
  }

  private static AuditRecord record(List<String> texts, Map<String, String> data) {
    return record(new UUID(1, 2), AT, texts, data);
  }

  @Test
  void everyChangedCharacterOfEveryColumnChangesTheHash() {
    Map<String, String> data = Map.of("method", "pwd", "known", "true");
    AuditRecord original = record(TEXTS, data);
    Set<Digest> hashes = new HashSet<>(Set.of(original.hashAfter(START)));
    int variants = 1;
    for (int column = 0; column < TEXTS.size(); column++) {
      for (int i = 0; i < TEXTS.get(column).length(); i++) {
        List<String> texts = new ArrayList<>(TEXTS);
        texts.set(column, flip(TEXTS.get(column), i));
        hashes.add(record(texts, data).hashAfter(START));
        variants++;
      }
    }
    assertThat(hashes).hasSize(variants);
  }

  @Test
  void everyChangedBitOfIdAndTimeChangesTheHash() {
    Set<Digest> hashes = new HashSet<>();
    for (int bit = 0; bit < 64; bit++) {
      hashes.add(record(new UUID(1L << bit, 2), AT, TEXTS, Map.of()).hashAfter(START));
      hashes.add(record(new UUID(1, ~(1L << bit)), AT, TEXTS, Map.of()).hashAfter(START));
    }
    for (int shift = 0; shift < 40; shift++) {
      Instant other = AT.plusNanos(1000L << shift);
      hashes.add(record(new UUID(1, 2), other, TEXTS, Map.of()).hashAfter(START));
    }
    assertThat(hashes).hasSize(64 + 64 + 40);
  }

  @Test
  void textMovedFromOneColumnToTheNextChangesTheHash() {
    Set<Digest> hashes = new HashSet<>();
    for (int column = 0; column + 1 < TEXTS.size(); column++) {
      List<String> texts = new ArrayList<>(TEXTS);
      String left = texts.get(column);
      texts.set(column, left.substring(0, left.length() - 1));
      texts.set(column + 1, left.substring(left.length() - 1) + texts.get(column + 1));
      hashes.add(record(texts, Map.of()).hashAfter(START));
    }
    hashes.add(record(TEXTS, Map.of("a", "bc")).hashAfter(START));
    hashes.add(record(TEXTS, Map.of("ab", "c")).hashAfter(START));
    hashes.add(record(TEXTS, Map.of("a", "", "bc", "")).hashAfter(START));
    hashes.add(record(TEXTS, Map.of("", "a", "b", "c")).hashAfter(START));
    assertThat(hashes).hasSize(TEXTS.size() - 1 + 4);
  }

  @Test
  void theOrderInWhichFactsWereAddedDoesNotMatter() {
    Random random = new Random(7);
    List<String> names = new ArrayList<>(List.of("a", "b", "c", "d", "e", "f"));
    Set<Digest> hashes = new HashSet<>();
    for (int round = 0; round < 50; round++) {
      java.util.Collections.shuffle(names, random);
      Map<String, String> data = new java.util.LinkedHashMap<>();
      names.forEach(name -> data.put(name, "value of " + name));
      hashes.add(record(TEXTS, data).hashAfter(START));
    }
    assertThat(hashes).hasSize(1);
  }

  @Test
  void theHashCoversTheOneBefore() {
    AuditRecord record = record(TEXTS, Map.of());
    assertThat(record.hashAfter(START)).isNotEqualTo(record.hashAfter(Digest.of("x")));
  }

  @Test
  void refusesTextThatWouldShareItsBytesWithAnother() {
    List<String> texts = new ArrayList<>(TEXTS);
    texts.set(6, "curl\ud800");

    assertThatThrownBy(() -> record(texts, Map.of()).canonical())
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void isTheSameAfterADatabaseKeptItToTheMicrosecond() {
    AuditRecord fine = record(new UUID(1, 2), AT.plusNanos(789), TEXTS, Map.of());

    assertThat(fine.hashAfter(START)).isEqualTo(record(TEXTS, Map.of()).hashAfter(START));
  }

  private static String flip(String text, int index) {
    char changed = (char) (text.charAt(index) ^ 1);
    return text.substring(0, index) + changed + text.substring(index + 1);
  }
}
