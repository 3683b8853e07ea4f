package dev.gatehouse.otp;

import dev.gatehouse.crypto.Digest;
import dev.gatehouse.crypto.KeyRing;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.principal.UserId;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** A recovery code: 120 random bits as 24 readable characters, in groups of four. However it is typed, it is one code. */
final class RecoveryCode {
  private static final int BYTES = 15;
  private static final int LONGEST = 100;
  private static final Pattern FORM = Pattern.compile("[" + Base32.READABLE + "]{24}");
  private static final String PURPOSE = "recovery-code";

  private RecoveryCode() {}

  static Secret random(RandomSource random) {
    return Secret.of(Base32.grouped(Base32.encode(random.bytes(BYTES), Base32.READABLE), '-'));
  }

  /**
   * Returns what a store keeps of a code: a digest without a key. 120 random bits need none, and codes in a drawer outlive
   * any application secret.
   *
   * @return empty if it cannot be a code
   */
  static Optional<Digest> digest(UserId user, Secret typed) {
    return canonical(typed).map(code -> Digest.of(PURPOSE + "|" + user + "|" + code));
  }

  /**
   * Returns what a store keeps of a code that was made when digests had a key.
   *
   * @param keyId of the application secret it was digested under
   * @return empty if it cannot be a code, or that secret is no longer there
   */
  static Optional<Digest> keyedDigest(KeyRing keys, String keyId, UserId user, Secret typed) {
    return canonical(typed)
        .map(code -> (user + "|" + code).getBytes(StandardCharsets.UTF_8))
        .flatMap(data -> keys.macUnder(keyId, PURPOSE, data))
        .map(Digest::wrap);
  }

  private static Optional<String> canonical(Secret typed) {
    String text = typed.reveal();
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    String code = text.replaceAll("[- ]", "")
        .toUpperCase(Locale.ROOT)
        .replace('O', '0')
        .replace('I', '1')
        .replace('L', '1');
    return Optional.of(code).filter(one -> FORM.matcher(one).matches());
  }
}
