package dev.gatehouse.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/** A block of addresses, for example {@code 10.0.0.0/8} or {@code fd00::/8}. */
public final class Cidr {
  private final byte[] network;
  private final int prefix;

  private Cidr(byte[] network, int prefix) {
    this.network = network;
    this.prefix = prefix;
  }

  /**
   * Reads a block; an address alone is the block of just that one.
   *
   * @throws IllegalArgumentException if the address is not numeric or the prefix is out of range
   */
  public static Cidr parse(String text) {
    int slash = text.indexOf('/');
    Optional<byte[]> network =
        IpAddress.parse(slash < 0 ? text : text.substring(0, slash)).map(InetAddress::getAddress);
    String bits = slash < 0 ? "" : text.substring(slash + 1);
    int width = network.map(bytes -> bytes.length * 8).orElse(0);
    boolean numeric = bits.matches("0|[1-9][0-9]{0,2}") || slash < 0;
    int prefix = slash < 0 || !numeric ? width : Integer.parseInt(bits);
    if (network.isEmpty() || !numeric || prefix > width) {
      throw new IllegalArgumentException(
          "a block of addresses is written like 10.0.0.0/8 or fd00::/8, was \"" + text + "\"");
    }
    return new Cidr(network.get(), prefix);
  }

  /** Tells whether an address is in this block. */
  public boolean contains(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length != network.length) {
      return false;
    }
    for (int bit = 0; bit < prefix; bit++) {
      int mask = 0x80 >>> (bit % 8);
      if (((bytes[bit / 8] ^ network[bit / 8]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Cidr that
        && prefix == that.prefix
        && Arrays.equals(network, that.network);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(network) + prefix;
  }

  /** Returns the block as {@link #parse} reads it, for example {@code 10.0.0.0/8}. */
  @Override
  public String toString() {
    try {
      return InetAddress.getByAddress(network).getHostAddress() + '/' + prefix;
    } catch (UnknownHostException e) {
      throw new IllegalStateException("a block has 4 or 16 bytes", e);
    }
  }
}
