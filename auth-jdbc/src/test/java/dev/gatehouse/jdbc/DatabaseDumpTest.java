package dev.gatehouse.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.apikey.IssuedApiKey;
import dev.gatehouse.apikey.KeyUse;
import dev.gatehouse.apikey.NewApiKey;
import dev.gatehouse.apikey.RotatedApiKey;
import dev.gatehouse.apikey.Verification;
import dev.gatehouse.crypto.Digest;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.login.LoginResult.SignedIn;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.ServiceId;
import dev.gatehouse.rbac.Subject;
import dev.gatehouse.service.IssuedSecret;
import dev.gatehouse.service.ServiceRecord;
import dev.gatehouse.session.RefreshResult;
import dev.gatehouse.session.Tokens;
import dev.gatehouse.testkit.TestGatehouse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What somebody finds who has read every row there is. */
final class DatabaseDumpTest {
  private static final String ALICE = "alice@example.com";
  private static final Secret PASSWORD = Secret.of("correct horse battery staple");
  private static final ClientInfo BROWSER = new ClientInfo("192.0.2.1", "Browser/1.0", "r");

  private static final Actor SETUP = Actor.system("setup");

  @RegisterExtension
  static final TestDatabase DATABASE = new TestDatabase();

  @Test
  @DisplayName("RT-09: no row holds a token or a password, and no stored digest opens anything")
  void noRowHoldsWhatLetsIn() throws SQLException {
    try (TestGatehouse test = TestGatehouse.on(JdbcStorage.of(DATABASE.pool()))) {
      test.registered("new@example.com", PASSWORD);
      Secret verification = test.mailedToken("new@example.com");
      SignedIn login = test.signedIn(ALICE, PASSWORD);
      Tokens second = refreshed(test, login.tokens());
      test.forgetMail();
      test.gatehouse().passwordReset().request(ALICE, BROWSER);
      Secret reset = test.mailedToken(ALICE);

      String dump = dump();
      assertThat(dump).contains(ALICE);
      for (Secret secret : List.of(
          PASSWORD,
          verification,
          reset,
          login.tokens().refresh(),
          login.tokens().access(),
          second.refresh(),
          second.access())) {
        assertThat(dump)
            .doesNotContain(secret.reveal())
            .doesNotContain(hex(secret.reveal().getBytes(StandardCharsets.UTF_8)));
      }
      String digest = hex(Digest.of(second.refresh().reveal()).bytes());
      assertThat(dump).contains(digest);
      assertThat(test.gatehouse().refresh().refresh(Secret.of(digest), BROWSER))
          .isInstanceOf(RefreshResult.Refused.class);
      assertThat(test.gatehouse().refresh().refresh(Secret.of("grf_" + digest), BROWSER))
          .isInstanceOf(RefreshResult.Refused.class);
    }
  }

  @Test
  @DisplayName(
      "KEY-11: no row holds a key or a secret of a service, nor of one that was replaced, and no digest opens anything")
  void noRowHoldsAKeyOrASecretOfAService() throws SQLException {
    try (TestGatehouse test = TestGatehouse.on(JdbcStorage.of(DATABASE.pool()))) {
      IssuedSecret service = test.gatehouse()
          .services()
          .register("reports", Set.of("https://app.example.com"), SETUP, BROWSER);
      ServiceId id = service.service().id();
      IssuedSecret rotated = test.gatehouse().services().rotateSecret(id, SETUP, BROWSER);
      IssuedApiKey key = test.gatehouse()
          .apiKeys()
          .create(Subject.service(id), NewApiKey.named("k"), SETUP, BROWSER);
      RotatedApiKey fresh = test.gatehouse().apiKeys().rotate(key.key().id(), SETUP, BROWSER);
      Secret token = test.gatehouse()
          .tokenServices()
          .issuer()
          .issue(rotated.service(), Optional.of("https://app.example.com"))
          .token();
      test.audited();
      test.gatehouse().apiKeyUsage().flush();

      String dump = dump();
      assertThat(dump).contains(key.key().start());
      for (Secret secret :
          List.of(service.secret(), rotated.secret(), key.secret(), fresh.secret(), token)) {
        String text = secret.reveal();
        assertThat(dump)
            .doesNotContain(text)
            .doesNotContain(text.substring(text.length() / 2))
            .doesNotContain(hex(text.getBytes(StandardCharsets.UTF_8)));
      }
      assertThat(dump).contains(digest(key.secret()), digest(fresh.secret()));
      assertThat(opens(test, Secret.of(digest(key.secret())))).isFalse();
      assertThat(opens(test, fresh.secret())).isTrue();
      assertThatThrownBy(() -> proven(test, id, Secret.of(digest(rotated.secret()))))
          .isInstanceOf(AuthException.class);
      assertThat(proven(test, id, rotated.secret()).id()).isEqualTo(id);
    }
  }

  private static String digest(Secret secret) {
    return hex(Digest.of(secret.reveal()).bytes());
  }

  private static boolean opens(TestGatehouse test, Secret key) {
    return test.gatehouse().apiKeyVerifier().verify(key, KeyUse.by(BROWSER))
        instanceof Verification.Accepted;
  }

  private static ServiceRecord proven(TestGatehouse test, ServiceId id, Secret secret) {
    return test.gatehouse()
        .tokenServices()
        .credentials()
        .authenticate(id.toString(), secret, BROWSER);
  }

  private static Tokens refreshed(TestGatehouse test, Tokens tokens) {
    return test.gatehouse()
        .refresh()
        .refresh(tokens.refresh(), BROWSER)
        .fold(RefreshResult.Refreshed::tokens, refused -> {
          throw new AssertionError(refused);
        });
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static String dump() throws SQLException {
    StringBuilder all = new StringBuilder();
    try (Connection connection = DATABASE.direct().getConnection();
        Statement statement = connection.createStatement();
        Statement reading = connection.createStatement();
        ResultSet tables = statement.executeQuery(
            "select tablename from pg_tables where schemaname = 'gatehouse'")) {
      int count = 0;
      while (tables.next()) {
        count++;
        append(all, reading, tables.getString(1));
      }
      assertThat(count).isGreaterThan(15);
    }
    return all.toString();
  }

  private static void append(StringBuilder all, Statement reading, String table)
      throws SQLException {
    try (ResultSet rows = reading.executeQuery("select t::text from gatehouse." + table + " t")) {
      while (rows.next()) {
        all.append(rows.getString(1)).append('\n');
      }
    }
  }
}
