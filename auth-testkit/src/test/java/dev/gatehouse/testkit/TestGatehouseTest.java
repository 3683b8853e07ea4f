package dev.gatehouse.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.account.UserStatus;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.login.LoginResult;
import dev.gatehouse.session.SessionState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TestGatehouseTest {
  private static final String EMAIL = "zoe@example.org";
  private static final Secret PASSWORD = Secret.of("violet harbour tractor 7");

  private final TestGatehouse test = TestGatehouse.inMemory();

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void aRegisteredAccountWaitsForTheProofOfItsAddress() {
    assertThat(test.registered(EMAIL, PASSWORD).status()).isEqualTo(UserStatus.PENDING);
    assertThat(test.mailsTo(EMAIL)).hasSize(1);
  }

  @Test
  void aVerifiedAccountIsActive() {
    assertThat(test.verified(EMAIL, PASSWORD).status()).isEqualTo(UserStatus.ACTIVE);
  }

  @Test
  void aSignedInAccountHasALiveSession() {
    LoginResult.SignedIn signedIn = test.signedIn(EMAIL, PASSWORD);
    SessionState state = test.storage().sessions().find(signedIn.session().id()).orElseThrow();
    assertThat(state.deadAt(test.clock().instant())).isEmpty();
    assertThat(test.audited("login.succeeded")).hasSize(1);
  }
}
