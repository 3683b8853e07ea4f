package dev.gatehouse.password;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * PBKDF2 with HMAC-SHA-1, -256 or -512 (RFC 8018, 5.2), for imported hashes only:
 * {@code $pbkdf2-sha256$i=600000,len=32$<salt>}. Only the first output block is kept and computed: the blocks do not
 * depend on each other, and one of 160 bits or more is enough to recognise a password.
 */
record Pbkdf2(Prf prf, int iterations, Salt salt, int length) implements Scheme {
  private static final int MEMORY_KIB = 1;
  private static final byte[] FIRST_BLOCK = {0, 0, 0, 1};
  private static final Pattern SETTINGS = Pattern.compile("\\$pbkdf2-(sha1|sha256|sha512)"
      + "\\$i=([1-9][0-9]{0,6}),len=([1-9][0-9])\\$([A-Za-z0-9+/]{11,86})");

  /** The pseudo-random function. */
  enum Prf {
    SHA1("sha1", "HmacSHA1", 20),
    SHA256("sha256", "HmacSHA256", 32),
    SHA512("sha512", "HmacSHA512", 64);

    private final String id;
    private final String algorithm;
    private final int bytes;

    Prf(String id, String algorithm, int bytes) {
      this.id = id;
      this.algorithm = algorithm;
      this.bytes = bytes;
    }

    /** Returns the function that hash strings call so. */
    static Optional<Prf> named(String id) {
      return Arrays.stream(values()).filter(prf -> prf.id.equals(id)).findFirst();
    }

    int bytes() {
      return bytes;
    }
  }

  /** Returns the scheme unless it costs too much. */
  static Optional<Pbkdf2> of(Prf prf, int iterations, Salt salt, int length) {
    return Optional.of(new Pbkdf2(prf, iterations, salt, length))
        .filter(scheme -> iterations >= 1
            && iterations <= Ceiling.PBKDF2_ITERATIONS
            && length <= prf.bytes
            && Ceiling.allowsSizes(salt.length(), length));
  }

  static Optional<Pbkdf2> parse(String settings) {
    Matcher matcher = SETTINGS.matcher(settings);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Prf.named(matcher.group(1))
        .flatMap(prf -> Salt.parse(matcher.group(4))
            .flatMap(salt -> of(
                prf,
                Integer.parseInt(matcher.group(2)),
                salt,
                Integer.parseInt(matcher.group(3)))));
  }

  @Override
  public String settings() {
    return "$pbkdf2-" + prf.id + "$i=" + iterations + ",len=" + length + "$" + salt.base64();
  }

  @Override
  public int memoryKib() {
    return MEMORY_KIB;
  }

  @Override
  public String digest(byte[] password, BlockStack memory) {
    try {
      Mac mac = Mac.getInstance(prf.algorithm);
      // HMAC pads its key with zeros, so one zero is the empty key that the JDK refuses.
      mac.init(new SecretKeySpec(password.length == 0 ? new byte[1] : password, prf.algorithm));
      return Base64Text.encode(Arrays.copyOf(firstBlock(mac), length));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + prf.algorithm, e);
    }
  }

  /** The function F of RFC 8018, without an allocation per iteration. */
  private byte[] firstBlock(Mac mac) throws GeneralSecurityException {
    mac.update(salt.bytes());
    byte[] round = mac.doFinal(FIRST_BLOCK);
    byte[] sum = round.clone();
    for (int i = 1; i < iterations; i++) {
      mac.update(round);
      mac.doFinal(round, 0);
      for (int b = 0; b < sum.length; b++) {
        sum[b] ^= round[b];
      }
    }
    return sum;
  }
}
