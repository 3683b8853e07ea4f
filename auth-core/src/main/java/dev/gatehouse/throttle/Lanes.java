package dev.gatehouse.throttle;

import dev.gatehouse.crypto.Digest;
import dev.gatehouse.crypto.KeyRing;
import dev.gatehouse.principal.UserId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Which lanes a guess runs in. Their keys are keyed digests: a store learns neither names nor addresses. */
final class Lanes {
  private static final String HMAC = "HmacSHA256";

  private final KeyRing keys;
  private final SecretKeySpec key;
  private final LaneRule rule;
  private final LaneRule sourceRule;

  Lanes(KeyRing keys, LockoutPolicy policy) {
    this.keys = keys;
    this.key = new SecretKeySpec(keys.derive("login-lanes"), HMAC);
    this.rule = policy.rule();
    this.sourceRule = policy.sourceRule();
  }

  /** Returns the lanes of a stranger; a call that came from no address has no source. */
  List<Lane> ofStranger(String identifier, String address, Instant now) {
    List<Lane> lanes = new ArrayList<>();
    lanes.add(identifier(identifier));
    if (!address.isEmpty()) {
      // A busy address, from which somebody always mistypes, must not stay shut: each hour has a
      // lane of its own.
      String hour = now.truncatedTo(ChronoUnit.HOURS).toString();
      Lane source = lane(Lane.Kind.SOURCE, source(address) + '\n' + hour, sourceRule);
      lanes.add(described(source, source.key(), LockLabel.of("", address)));
      lanes.add(pair(identifier, address));
    }
    return lanes;
  }

  /**
   * Returns the lanes of a known device: nothing that strangers do shuts them. All known devices of a name share one, so
   * that whoever has collected marks has no more guesses than with a few.
   */
  List<Lane> ofDevice(String identifier, Digest device) {
    Lane one = lane(Lane.Kind.DEVICE, hex(device) + '\n' + identifier, rule);
    return List.of(
        devices(identifier), described(one, subject(identifier), LockLabel.of(identifier, "")));
  }

  /** Returns what all lanes about a login name have in common, those of its sessions excepted. */
  Digest subject(String identifier) {
    return digest(("NAME\n" + identifier).getBytes(StandardCharsets.UTF_8));
  }

  Lane devices(String identifier) {
    return described(
        lane(Lane.Kind.DEVICES, identifier, sourceRule),
        subject(identifier),
        LockLabel.of(identifier, ""));
  }

  Lane session(UserId user) {
    Lane lane = lane(Lane.Kind.SESSION, user.toString(), rule);
    return described(lane, lane.key(), new LockLabel(user.toString(), ""));
  }

  Lane identifier(String identifier) {
    return described(
        lane(Lane.Kind.IDENTIFIER, identifier, rule),
        subject(identifier),
        LockLabel.of(identifier, ""));
  }

  Lane pair(String identifier, String address) {
    return described(
        lane(Lane.Kind.PAIR, source(address) + '\n' + identifier, rule),
        subject(identifier),
        LockLabel.of(identifier, address));
  }

  private Lane described(Lane lane, Digest subject, LockLabel label) {
    return lane.about(subject, label.seal(keys, lane));
  }

  private Lane lane(Lane.Kind kind, String text, LaneRule laneRule) {
    byte[] named = (kind + "\n" + text).getBytes(StandardCharsets.UTF_8);
    return new Lane(kind, digest(named), laneRule);
  }

  private Digest digest(byte[] named) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      return Digest.wrap(mac.doFinal(named));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  private static String source(String address) {
    LimitKey key = LimitKey.address(address);
    return key.kind() + ":" + key.high() + ':' + key.low();
  }

  private static String hex(Digest device) {
    return java.util.HexFormat.of().formatHex(device.bytes());
  }
}
