package dev.gatehouse.session;

import dev.gatehouse.crypto.Digest;
import dev.gatehouse.crypto.KeyRing;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.principal.SessionId;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * A refresh token in clear: {@code grs_} and the base64url form of session id, generation, 256 random bits, and a
 * 128-bit HMAC over them. The HMAC proves that we made it, so a genuine token that is not the current one is a reuse,
 * however many rotations ago it was issued, and a forged one costs no look-up.
 */
record RefreshToken(SessionId session, long generation, Secret text) {
  private static final String PREFIX = "grs_";
  private static final String PURPOSE = "refresh-token";
  private static final int BODY = 16 + 8 + 32;
  private static final int TAG = 16;
  private static final int ENCODED = (BODY + TAG) / 3 * 4;

  static RefreshToken issue(SessionId session, long generation, KeyRing keys, RandomSource random) {
    byte[] body = ByteBuffer.allocate(BODY)
        .putLong(session.value().getMostSignificantBits())
        .putLong(session.value().getLeastSignificantBits())
        .putLong(generation)
        .put(random.bytes(32))
        .array();
    byte[] tag = Arrays.copyOf(keys.mac(PURPOSE, body), TAG);
    byte[] all = ByteBuffer.allocate(BODY + TAG).put(body).put(tag).array();
    return new RefreshToken(
        session,
        generation,
        Secret.of(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(all)));
  }

  /** Reads a token that this application made; empty for anything else. */
  static Optional<RefreshToken> parse(Secret token, KeyRing keys) {
    String text = token.reveal();
    if (text.length() != PREFIX.length() + ENCODED || !text.startsWith(PREFIX)) {
      return Optional.empty();
    }
    byte[] all;
    try {
      all = Base64.getUrlDecoder().decode(text.substring(PREFIX.length()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    byte[] body = Arrays.copyOf(all, BODY);
    if (!keys.verifyMac(PURPOSE, body, Arrays.copyOfRange(all, BODY, BODY + TAG))) {
      return Optional.empty();
    }
    ByteBuffer fields = ByteBuffer.wrap(body);
    SessionId session = new SessionId(new UUID(fields.getLong(), fields.getLong()));
    return Optional.of(new RefreshToken(session, fields.getLong(), token));
  }

  Digest digest() {
    return Digest.of(text.reveal());
  }
}
