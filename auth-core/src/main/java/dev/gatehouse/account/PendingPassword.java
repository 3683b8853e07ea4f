package dev.gatehouse.account;

import dev.gatehouse.crypto.KeyRing;
import dev.gatehouse.crypto.Sealed;
import dev.gatehouse.password.PasswordHash;
import dev.gatehouse.principal.UserId;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The password of one registration, sealed into its verification token: whoever registers an address first does not
 * choose the password of whoever proves it.
 */
final class PendingPassword {
  private static final String PURPOSE = "pending-password";

  private final KeyRing keys;

  PendingPassword(KeyRing keys) {
    this.keys = keys;
  }

  Sealed seal(UserId user, PasswordHash hash) {
    byte[] text = (hash.settings() + '\n' + hash.digest()).getBytes(StandardCharsets.UTF_8);
    return keys.seal(PURPOSE, user.toString(), text);
  }

  Optional<PasswordHash> open(UserId user, Sealed sealed) {
    if (sealed.isEmpty()) {
      return Optional.empty();
    }
    byte[] text = keys.open(PURPOSE, user.toString(), sealed).orElseThrow(MailedTokens::invalid);
    String[] parts = new String(text, StandardCharsets.UTF_8).split("\n", 2);
    return Optional.of(new PasswordHash(parts[0], parts[1]));
  }
}
