package dev.gatehouse.password;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.SCrypt;

/** scrypt (RFC 7914), for imported hashes only: {@code $scrypt$ln=16,r=8,p=1,len=32$<salt>}. */
record Scrypt(int logN, int blockSize, int parallelism, Salt salt, int length) implements Scheme {
  private static final Pattern SETTINGS =
      Pattern.compile("\\$scrypt\\$ln=([1-9][0-9]?),r=([1-9][0-9]?),p=([1-9][0-9]?)"
          + ",len=([1-9][0-9])\\$([A-Za-z0-9+/]{11,86})");

  /** Returns the scheme unless it costs too much. */
  static Optional<Scrypt> of(int logN, int blockSize, int parallelism, Salt salt, int length) {
    return Optional.of(new Scrypt(logN, blockSize, parallelism, salt, length))
        .filter(scheme -> Ceiling.allowsScrypt(logN, blockSize, parallelism)
            && Ceiling.allowsSizes(salt.length(), length));
  }

  static Optional<Scrypt> parse(String settings) {
    Matcher matcher = SETTINGS.matcher(settings);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Salt.parse(matcher.group(5))
        .flatMap(salt -> of(
            Integer.parseInt(matcher.group(1)),
            Integer.parseInt(matcher.group(2)),
            Integer.parseInt(matcher.group(3)),
            salt,
            Integer.parseInt(matcher.group(4))));
  }

  @Override
  public String settings() {
    return "$scrypt$ln=" + logN + ",r=" + blockSize + ",p=" + parallelism + ",len=" + length + "$"
        + salt.base64();
  }

  @Override
  public int memoryKib() {
    return Math.max(1, (int) (((128L * blockSize) << logN) >> 10));
  }

  @Override
  public String digest(byte[] password, BlockStack memory) {
    return Base64Text.encode(
        SCrypt.generate(password, salt.bytes(), 1 << logN, blockSize, parallelism, length));
  }
}
