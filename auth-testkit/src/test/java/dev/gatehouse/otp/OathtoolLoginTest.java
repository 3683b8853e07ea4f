package dev.gatehouse.otp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.factor.FactorProof;
import dev.gatehouse.login.LoginResult;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.UserPrincipal;
import dev.gatehouse.session.Authentication;
import dev.gatehouse.testkit.TestGatehouse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Somebody whose authenticator is {@code oathtool} of the OATH Toolkit sets it up and logs in. */
final class OathtoolLoginTest {
  private static final Path TOOL = Path.of("/usr/bin/oathtool");
  private static final String ANN = "ann@example.com";
  private static final Secret PASSWORD = Secret.of("a heron at the mill pond");
  private static final ClientInfo CLIENT = ClientInfo.none();

  @Test
  void itsCodesConfirmAndLogIn() throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(TOOL), "oathtool is not installed: apt-get install oathtool");
    try (TestGatehouse test = TestGatehouse.inMemory()) {
      Gatehouse gatehouse = test.gatehouse();
      Secret token = test.signedIn(ANN, PASSWORD).tokens().access();
      UserPrincipal ann = ((Authentication.Authenticated)
              gatehouse.authenticator().authenticate(token))
          .principal();
      TotpService totp = gatehouse.twoFactor().totp();
      Secret key = totp.begin(ann, "oathtool", Optional.empty(), CLIENT).manualKey();
      assertThat(totp.confirm(ann, code(test, key), CLIENT)).isPresent();
      for (int login = 0; login < 10; login++) {
        test.clock().advance(Duration.ofHours(7).plusSeconds(13));
        LoginResult asked = gatehouse.logins().password(ANN, PASSWORD, "", CLIENT);
        Secret challenge = ((LoginResult.SecondFactorRequired) asked).challenge();
        FactorProof proof = new FactorProof("totp", code(test, key));
        assertThat(gatehouse.logins().secondFactor(challenge, proof, "", CLIENT))
            .isInstanceOf(LoginResult.SignedIn.class);
      }
    }
  }

  private static Secret code(TestGatehouse test, Secret key)
      throws IOException, InterruptedException {
    String now = "--now=@" + test.clock().instant().getEpochSecond();
    Process process = new ProcessBuilder(TOOL.toString(), "--totp", "--base32", now, "-").start();
    process.getOutputStream().write(key.reveal().getBytes(StandardCharsets.US_ASCII));
    process.getOutputStream().close();
    byte[] output = process.getInputStream().readAllBytes();
    assertThat(process.waitFor()).isZero();
    return Secret.of(new String(output, StandardCharsets.US_ASCII).strip());
  }
}
