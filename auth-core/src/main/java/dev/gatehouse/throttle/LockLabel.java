package dev.gatehouse.throttle;

import dev.gatehouse.crypto.KeyRing;
import dev.gatehouse.crypto.Sealed;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Whom a lane is about, for whoever may lift its lock.
 *
 * @param name the login name if it has the form of an e-mail address: what else was typed there may be a password, and is not
 *     kept; the id of the account for lanes of its sessions
 * @param address of the client; empty if the lane is not about one
 */
public record LockLabel(String name, String address) {
  private static final String PURPOSE = "login-lane-labels";
  private static final Pattern EMAIL = Pattern.compile("[^@\\s]{1,64}@[a-z0-9.-]{1,255}");
  private static final LockLabel UNREADABLE = new LockLabel("?", "");

  static LockLabel of(String identifier, String address) {
    return new LockLabel(EMAIL.matcher(identifier).matches() ? identifier : "", address);
  }

  Sealed seal(KeyRing keys, Lane lane) {
    String text = name + '\n' + address;
    return keys.seal(PURPOSE, context(lane.key().bytes()), text.getBytes(StandardCharsets.UTF_8));
  }

  /** Tells whether it says whom the lane is about, if it is about somebody with an account. */
  public boolean isReadable() {
    return !equals(UNREADABLE);
  }

  /** Reads the label of a lock; that of a lane which others share, or of a secret of long ago, cannot be read. */
  static LockLabel open(KeyRing keys, Lock lock) {
    if (lock.label().isEmpty()) {
      return new LockLabel("", "");
    }
    return keys.open(PURPOSE, context(lock.key().bytes()), lock.label())
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8).split("\n", 2))
        .filter(parts -> parts.length == 2)
        .map(parts -> new LockLabel(parts[0], parts[1]))
        .orElse(UNREADABLE);
  }

  private static String context(byte[] key) {
    return HexFormat.of().formatHex(key);
  }
}
