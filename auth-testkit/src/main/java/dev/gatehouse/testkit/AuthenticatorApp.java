package dev.gatehouse.testkit;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.otp.TotpEnrolment;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** An authenticator app of a test: a second implementation of RFC 6238, so that the first does not judge itself. */
public final class AuthenticatorApp {
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  private final byte[] secret;
  private final InstantSource clock;

  private AuthenticatorApp(byte[] secret, InstantSource clock) {
    this.secret = secret;
    this.clock = clock;
  }

  /** Returns an app into which the manual key of an enrolment was typed. */
  public static AuthenticatorApp of(TotpEnrolment enrolment, InstantSource clock) {
    return of(enrolment.manualKey().reveal(), clock);
  }

  /** Returns an app into which a key in base32 was typed; blanks do not count. */
  public static AuthenticatorApp of(String key, InstantSource clock) {
    String text = key.replace(" ", "");
    byte[] bytes = new byte[text.length() * 5 / 8];
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      int five = BASE32.indexOf(text.charAt(bit / 5));
      int value = (five >> (4 - bit % 5)) & 1;
      bytes[bit / 8] |= (byte) (value << (7 - bit % 8));
    }
    return new AuthenticatorApp(bytes, clock);
  }

  /** Returns the code that the app shows now. */
  public Secret code() {
    return code(Duration.ZERO);
  }

  /** Returns the code that the app shows so much later, or earlier. */
  public Secret code(Duration later) {
    long step = Math.floorDiv(clock.instant().plus(later).getEpochSecond(), 30);
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(secret, "HmacSHA1"));
      byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(step).array());
      int offset = hash[19] & 15;
      int number = ByteBuffer.wrap(hash, offset, 4).getInt() & Integer.MAX_VALUE;
      return Secret.of(String.format("%06d", number % 1_000_000));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns six digits that the app shows at no time within five minutes. */
  public Secret wrongCode() {
    for (int number = 0; ; number++) {
      Secret wrong = Secret.of(String.format("%06d", number));
      boolean right = false;
      for (int step = -10; step <= 10; step++) {
        right |= code(Duration.ofSeconds(30L * step)).equals(wrong);
      }
      if (!right) {
        return wrong;
      }
    }
  }
}
