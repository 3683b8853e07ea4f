package dev.gatehouse.throttle;

import dev.gatehouse.crypto.Digest;
import dev.gatehouse.net.IpAddress;
import dev.gatehouse.principal.AnonymousPrincipal;
import dev.gatehouse.principal.ApiKeyPrincipal;
import dev.gatehouse.principal.Principal;
import dev.gatehouse.principal.ServicePrincipal;
import dev.gatehouse.principal.UserPrincipal;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;

/**
 * Whose requests are counted together, in a fixed number of bits whatever it was made of. An IPv4 address stands for
 * itself and an IPv6 address for its /64, which is what one customer of a provider has; an API key for its family, so that
 * rotating it starts nothing anew.
 */
public record LimitKey(Kind kind, long high, long low) {
  /** The kinds of keys; keys of different kinds are different. */
  public enum Kind {
    /** An IPv4 address. */
    IPV4,
    /** An IPv6 network of 64 bits. */
    IPV6,
    /** A person. */
    USER,
    /** The family of an API key. */
    API_KEY,
    /** A service. */
    SERVICE,
    /** All devices that are known to one login name. */
    DEVICES,
    /** Any other text, by its digest. */
    TEXT
  }

  /** Returns the key of a client's address in its canonical text; a text that is no address is a key like any other. */
  public static LimitKey address(String address) {
    long four = IpAddress.canonicalV4(address);
    if (four >= 0) {
      return new LimitKey(Kind.IPV4, 0, four);
    }
    Optional<InetAddress> parsed = IpAddress.parse(address);
    return parsed.map(found -> network(found.getAddress())).orElseGet(() -> text(address));
  }

  /** Returns the key of a caller who has proven who they are; empty for an anonymous one. */
  public static Optional<LimitKey> of(Principal caller) {
    return caller instanceof AnonymousPrincipal ? Optional.empty() : Optional.of(proven(caller));
  }

  /**
   * Returns the key of a caller who has proven who they are.
   *
   * @throws IllegalArgumentException if the caller is anonymous
   */
  static LimitKey proven(Principal caller) {
    if (caller instanceof UserPrincipal user) {
      return of(Kind.USER, user.userId().value());
    }
    if (caller instanceof ApiKeyPrincipal key) {
      return of(Kind.API_KEY, key.familyId().value());
    }
    if (caller instanceof ServicePrincipal service) {
      return of(Kind.SERVICE, service.serviceId().value());
    }
    throw new IllegalArgumentException(
        "an anonymous caller has no count of their own; check by address");
  }

  /** Returns the key of something that has an id. */
  public static LimitKey of(Kind kind, UUID id) {
    return new LimitKey(kind, id.getMostSignificantBits(), id.getLeastSignificantBits());
  }

  /** Returns the key of a text of any length. */
  public static LimitKey text(String text) {
    ByteBuffer digest = ByteBuffer.wrap(Digest.of(text).bytes());
    return new LimitKey(Kind.TEXT, digest.getLong(), digest.getLong());
  }

  private static LimitKey network(byte[] address) {
    ByteBuffer bytes = ByteBuffer.wrap(address);
    return address.length == 4
        ? new LimitKey(Kind.IPV4, 0, Integer.toUnsignedLong(bytes.getInt()))
        : new LimitKey(Kind.IPV6, bytes.getLong(), 0);
  }
}
