package dev.gatehouse.session;

import dev.gatehouse.crypto.KeyRing;
import dev.gatehouse.crypto.Sealed;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.principal.ClientInfo;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * Seals the answer to a refresh for a duplicate of the same request. The key depends on the refresh token that was
 * presented, so the database and the application secret together do not open it; the user agent is bound in, so
 * another kind of client does not get it either.
 */
final class ReplaySeal {
  private final KeyRing keys;

  ReplaySeal(KeyRing keys) {
    this.keys = keys;
  }

  Sealed seal(RefreshToken presented, ClientInfo client, Tokens answer) {
    String text = String.join(
        "\n",
        answer.access().reveal(),
        answer.refresh().reveal(),
        answer.accessExpiresAt().toString(),
        answer.refreshExpiresAt().toString());
    return keys.seal(purpose(presented), client.userAgent(), text.getBytes(StandardCharsets.UTF_8));
  }

  Optional<Tokens> open(RefreshToken presented, ClientInfo client, Sealed sealed) {
    return keys.open(purpose(presented), client.userAgent(), sealed).map(ReplaySeal::read);
  }

  private static Tokens read(byte[] bytes) {
    String[] parts = new String(bytes, StandardCharsets.UTF_8).split("\n", 4);
    return new Tokens(
        Secret.of(parts[0]), Secret.of(parts[1]), Instant.parse(parts[2]), Instant.parse(parts[3]));
  }

  private static String purpose(RefreshToken presented) {
    return "refresh-replay/" + presented.text().reveal();
  }
}
