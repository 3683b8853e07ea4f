package dev.gatehouse.password;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2id and Argon2i (RFC 9106): {@code $argon2id$v=19$m=19456,t=2,p=1,keyid=1f2e3d4c$<salt>}. The key id
 * names the secret of the pepper and is missing in foreign hashes; {@code len} is there when the digest does not have
 * 32 bytes.
 */
record Argon2(Variant variant, Cost cost, Optional<String> keyId, Salt salt, int length)
    implements Scheme {
  private static final int DEFAULT_LENGTH = 32;
  private static final Pattern SETTINGS = Pattern.compile("\\$(argon2id?)(?:\\$v=(16|19))?"
      + "\\$m=([1-9][0-9]{0,6}),t=([1-9][0-9]?),p=([1-9][0-9]?)"
      + "(?:,keyid=([0-9a-f]{8}))?(?:,len=([1-9][0-9]))?\\$([A-Za-z0-9+/]{11,86})");

  /** Algorithm and version. */
  record Variant(String name, int version) {
    static final Variant CURRENT = new Variant("argon2id", 19);

    int type() {
      return name.equals("argon2id") ? Argon2Parameters.ARGON2_id : Argon2Parameters.ARGON2_i;
    }
  }

  /** What one computation costs. */
  record Cost(int memoryKib, int iterations, int parallelism) {
    static Cost of(HashSettings settings) {
      return new Cost(settings.memoryKib(), settings.iterations(), settings.parallelism());
    }
  }

  /** Returns the scheme of a new hash. */
  static Argon2 fresh(HashSettings settings, String keyId, Salt salt) {
    return new Argon2(Variant.CURRENT, Cost.of(settings), Optional.of(keyId), salt, DEFAULT_LENGTH);
  }

  /** Returns the scheme that costs least of all (RFC 9106, 3.1). */
  static Argon2 least(String keyId, Salt salt) {
    return new Argon2(Variant.CURRENT, new Cost(8, 1, 1), Optional.of(keyId), salt, DEFAULT_LENGTH);
  }

  static Optional<Argon2> parse(String settings) {
    Matcher matcher = SETTINGS.matcher(settings);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Cost cost = new Cost(
        Integer.parseInt(matcher.group(3)),
        Integer.parseInt(matcher.group(4)),
        Integer.parseInt(matcher.group(5)));
    // Strings from before version 19 do not name theirs.
    int version = matcher.group(2) == null ? 16 : Integer.parseInt(matcher.group(2));
    int length = matcher.group(7) == null ? DEFAULT_LENGTH : Integer.parseInt(matcher.group(7));
    return Salt.parse(matcher.group(8))
        .map(salt -> new Argon2(
            new Variant(matcher.group(1), version),
            cost,
            Optional.ofNullable(matcher.group(6)),
            salt,
            length))
        .filter(Argon2::isAffordable);
  }

  /** Returns the same with another digest length, if that length is acceptable. */
  Optional<Argon2> withLength(int bytes) {
    return Optional.of(new Argon2(variant, cost, keyId, salt, bytes)).filter(Argon2::isAffordable);
  }

  private boolean isAffordable() {
    return Ceiling.allowsArgon2(cost.memoryKib, cost.iterations, cost.parallelism)
        && Ceiling.allowsSizes(salt.length(), length);
  }

  /** Tells whether a new hash would be made in the same way. */
  boolean isCurrent(HashSettings settings, String currentKeyId) {
    return variant.equals(Variant.CURRENT)
        && cost.equals(Cost.of(settings))
        && keyId.equals(Optional.of(currentKeyId))
        && length == DEFAULT_LENGTH;
  }

  @Override
  public String settings() {
    return "$" + variant.name + "$v=" + variant.version + "$m=" + cost.memoryKib + ",t="
        + cost.iterations + ",p=" + cost.parallelism
        + keyId.map(id -> ",keyid=" + id).orElse("")
        + (length == DEFAULT_LENGTH ? "" : ",len=" + length)
        + "$" + salt.base64();
  }

  @Override
  public int memoryKib() {
    return cost.memoryKib;
  }

  @Override
  public String digest(byte[] password, BlockStack memory) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(new Argon2Parameters.Builder(variant.type())
        .withVersion(variant.version)
        .withMemoryAsKB(cost.memoryKib)
        .withIterations(cost.iterations)
        .withParallelism(cost.parallelism)
        .withSalt(salt.bytes())
        .withBlockPool(memory)
        .build());
    byte[] digest = new byte[length];
    generator.generateBytes(password, digest);
    return Base64Text.encode(digest);
  }
}
