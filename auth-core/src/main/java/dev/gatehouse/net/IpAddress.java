package dev.gatehouse.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads numeric addresses; never asks the DNS. */
public final class IpAddress {
  private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
  private static final Pattern V4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
  private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");

  private IpAddress() {}

  /** Reads an address without port, brackets or zone; an IPv4 address inside IPv6 becomes what it is. */
  public static Optional<InetAddress> parse(String text) {
    boolean v6 = text.indexOf(':') >= 0 && V6.matcher(text).matches();
    if (!v6 && !V4.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(text));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  /**
   * Reads an IPv4 address as {@link InetAddress#getHostAddress} writes it. Uses no regular expression: every request
   * passes here.
   *
   * @return the address as an unsigned number of 32 bits, or -1 if the text is anything else
   */
  public static long canonicalV4(String text) {
    long address = 0;
    int octet = -1;
    int dots = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.' && octet >= 0 && dots < 3) {
        address = (address << 8) | octet;
        octet = -1;
        dots++;
      } else if (c >= '0' && c <= '9' && octet != 0) {
        octet = octet < 0 ? c - '0' : octet * 10 + c - '0';
        if (octet > 255) {
          return -1;
        }
      } else {
        return -1;
      }
    }
    return dots == 3 && octet >= 0 ? (address << 8) | octet : -1;
  }

  /** Reads an address that may have brackets and a port, as proxies write it. */
  public static Optional<InetAddress> parseHop(String text) {
    String hop = text.strip();
    if (hop.startsWith("[")) {
      int end = hop.indexOf(']');
      return end > 0 && isPort(hop.substring(end + 1))
          ? parse(hop.substring(1, end))
          : Optional.empty();
    }
    int colon = hop.indexOf(':');
    boolean port = colon > 0 && colon == hop.lastIndexOf(':') && isPort(hop.substring(colon));
    return parse(port ? hop.substring(0, colon) : hop);
  }

  private static boolean isPort(String rest) {
    return rest.isEmpty() || rest.matches(":[0-9]{1,5}");
  }
}
