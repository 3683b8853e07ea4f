package dev.gatehouse.otp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.crypto.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A real authenticator agrees: {@code oathtool} of the OATH Toolkit. */
final class OathtoolTest {
  private static final Path TOOL = Path.of("/usr/bin/oathtool");

  @BeforeAll
  static void findTheTool() {
    assumeTrue(Files.isExecutable(TOOL), "oathtool is not installed: apt-get install oathtool");
  }

  @Test
  void aThousandCodesOfTwentySecretsAreTheSame() {
    RandomSource random = RandomSource.secure();
    for (int secret = 0; secret < 20; secret++) {
      byte[] bytes = random.bytes(TotpSecrets.BYTES);
      long second = 1_600_000_000L + secret * 86_399_999L;
      String[] codes = oathtool(Base32.encode(bytes, Base32.STANDARD), second, 49);
      long first = Totp.step(Instant.ofEpochSecond(second));
      assertThat(LongStream.range(0, 50).boxed())
          .allSatisfy(i -> assertThat(
                  Totp.match(bytes, Secret.of(codes[i.intValue()]), first + i, 0))
              .hasValue(first + i));
    }
  }

  private static String[] oathtool(String secret, long second, int more) {
    try {
      Process process = new ProcessBuilder(
              TOOL.toString(), "--totp", "--base32", "--now=@" + second, "--window=" + more, "-")
          .start();
      process.getOutputStream().write(secret.getBytes(StandardCharsets.US_ASCII));
      process.getOutputStream().close();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(process.waitFor()).isZero();
      return output.split("\n");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
