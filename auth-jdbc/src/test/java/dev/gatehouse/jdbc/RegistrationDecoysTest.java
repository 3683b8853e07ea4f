package dev.gatehouse.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.Storage;
import dev.gatehouse.account.EmailAddress;
import dev.gatehouse.account.User;
import dev.gatehouse.testkit.Samples;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What keeps the times of answers alike; {@code benchmarks/run.sh timing} tells whether they are. */
final class RegistrationDecoysTest {
  private static final String DECOYS = "select count(*) from gatehouse.registration_decoys";

  @RegisterExtension
  static final TestDatabase DATABASE = new TestDatabase();

  private static final Storage STORAGE = JdbcStorage.of(DATABASE.pool());

  @AfterAll
  static void closeTheStorage() {
    STORAGE.close();
  }

  @BeforeEach
  void removeDecoys() {
    DATABASE.execute("delete from gatehouse.registration_decoys");
  }

  @Test
  @DisplayName("REG: a registration writes a row, whether its address is free or taken")
  void aTakenAddressCostsARow() {
    User user = Samples.user();
    assertThat(STORAGE.users().insert(user)).isTrue();
    assertThat(DATABASE.number(DECOYS)).isZero();

    assertThat(STORAGE.users().insert(again(user))).isFalse();
    assertThat(STORAGE.users().insert(again(user))).isFalse();
    assertThat(DATABASE.number(DECOYS)).isEqualTo(2);
  }

  @Test
  void aDecoyTellsNothingOfWhoeverRegistered() {
    User user = Samples.user();
    assertThat(STORAGE.users().insert(user)).isTrue();
    assertThat(STORAGE.users().insert(again(user))).isFalse();
    assertThat(DATABASE.number(DECOYS + " d where d.email = '' and d.name = '' and d.locale = ''"
            + " and d.email_canonical = md5(d.id::text)"))
        .isEqualTo(1);
  }

  @Test
  void decoysAreDeletedByAgeAndNoAccountWithThem() {
    User user = Samples.user();
    assertThat(STORAGE.users().insert(user)).isTrue();
    User again = again(user);
    assertThat(STORAGE.users().insert(again)).isFalse();
    assertThat(STORAGE.users().insert(again)).as("the same again").isFalse();
    assertThat(STORAGE.users().deleteDecoys(again.createdAt(), 10)).isZero();
    assertThat(STORAGE.users().deleteDecoys(again.createdAt().plusSeconds(1), 1))
        .isEqualTo(1);
    assertThat(STORAGE.users().deleteDecoys(again.createdAt().plusSeconds(1), 10))
        .isEqualTo(1);
    assertThat(DATABASE.number(DECOYS)).isZero();
    assertThat(STORAGE.users().find(user.id())).isPresent();
  }

  @Test
  @DisplayName("FP-01: an unknown address costs the reading of an account, and finds none")
  void nobodyIsFoundForAnUnknownAddress() {
    assertThat(STORAGE
            .users()
            .findByEmail(EmailAddress.parse("unknown@example.org").orElseThrow()))
        .isEmpty();
    assertThat(STORAGE
            .users()
            .findByEmail(EmailAddress.parse("nobody@nowhere.invalid").orElseThrow()))
        .isEmpty();
    assertThat(DATABASE.number("select count(*) from ("
            + new Schema("gatehouse")
                .in(JdbcUserStore.FIND_BY_EMAIL.text())
                .replace("?", "'unknown@example.org'")
            + ") found"))
        .isEqualTo(1);
  }

  private static User again(User user) {
    User other = Samples.user();
    return new User(
        other.id(),
        user.email(),
        false,
        "Mallory",
        Locale.FRENCH,
        user.status(),
        "",
        user.statusUntil(),
        0,
        0,
        other.createdAt());
  }
}
