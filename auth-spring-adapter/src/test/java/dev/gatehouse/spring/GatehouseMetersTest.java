package dev.gatehouse.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.GatehouseBuilder;
import dev.gatehouse.cache.Invalidations;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.event.EventType;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.testkit.TestGatehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("with-actuator")
final class GatehouseMetersTest {
  private static final Secret PASSWORD = Secret.of("a heron at the mill pond");

  private final TestGatehouse test = TestGatehouse.inMemory();
  private final Board board = new Board(test.gatehouse(), Optional.of(new Lost()));

  /** A backend that is away. */
  private record Lost() implements SharedBackend {
    @Override
    public Invalidations invalidations() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void configure(GatehouseBuilder builder) {}

    @Override
    public Status status() {
      return new Status(false, 4, 2);
    }

    @Override
    public void close() {}
  }

  @AfterEach
  void close() {
    board.close();
    test.close();
  }

  @Test
  void everythingIsThereFromTheStartAndCountsWhatHappens() {
    List<String> atTheStart = board.ids();
    assertThat(board.value("gatehouse.events", "type", "login.succeeded")).isZero();
    test.signedIn("ann@example.org", PASSWORD);
    var unused = test.gatehouse()
        .logins()
        .password("ann@example.org", Secret.of("wrong"), "", ClientInfo.none());
    test.audited();
    assertThat(board.value("gatehouse.events", "type", "user.registered")).isEqualTo(1);
    assertThat(board.value("gatehouse.events", "type", "login.succeeded")).isEqualTo(1);
    assertThat(board.value("gatehouse.events", "type", "login.failed")).isEqualTo(1);
    assertThat(board.value("gatehouse.password.hash"))
        .isEqualTo(test.gatehouse().passwordHasher().evaluations())
        .isGreaterThanOrEqualTo(3);
    test.gatehouse().maintenance().runNow("clean-up");
    assertThat(board.value("gatehouse.maintenance.runs", "task", "clean-up"))
        .isGreaterThanOrEqualTo(1);
    assertThat(board.ids()).as("nothing that happens adds a meter").isEqualTo(atTheStart);
  }

  @Test
  void whatIsSharedAndLostIsSeen() {
    assertThat(board.value("gatehouse.redis.answering")).isZero();
    assertThat(board.value("gatehouse.redis.failures")).isEqualTo(4);
    assertThat(board.value("gatehouse.redis.unsent")).isEqualTo(2);
    assertThat(board.value("gatehouse.shared.fallback", "decision", "local")).isZero();
  }

  @Test
  void theAgeOfTheKeyThatSignsIsSeen() {
    double age = board.value("gatehouse.signing.key.age");
    assertThat(age + board.value("gatehouse.signing.key.remaining"))
        .isEqualTo(Duration.ofDays(90).toSeconds());
    test.clock().advance(Duration.ofHours(1));
    assertThat(board.value("gatehouse.signing.key.age")).isEqualTo(age + 3600);
  }

  @Test
  void everyTagIsAWordOfOurs() {
    test.signedIn("ann@example.org", PASSWORD);
    assertThat(board.ids())
        .hasSizeLessThan(EventType.values().length + 80)
        .allSatisfy(id -> assertThat(id).matches("gatehouse(\\.[a-z]+)+ \\[.*] [A-Z0].{10,}"));
    assertThat(board.tags().keySet())
        .containsExactlyInAnyOrder("type", "decision", "result", "cache", "task");
    assertThat(board.tags().values())
        .allSatisfy(values -> assertThat(values).allMatch(value -> value.matches("[a-z_.-]+")));
  }

  @Test
  void thePageOfMetersHasThemAll() throws IOException {
    String page = Files.readString(SettingsTest.docs().resolve("reference/meters.md"));
    List<String> listed = Pattern.compile("(?m)^\\| `(gatehouse\\.[a-z.]+)` \\|")
        .matcher(page)
        .results()
        .map(row -> row.group(1))
        .toList();
    assertThat(listed)
        .doesNotHaveDuplicates()
        .hasSameElementsAs(board.ids().stream().map(id -> id.split(" ")[0]).toList());
  }

  @Test
  void aClosedBinderHearsNothingAnyMore() {
    board.close();
    test.signedIn("ann@example.org", PASSWORD);
    assertThat(board.value("gatehouse.events", "type", "login.succeeded")).isZero();
  }
}
