package dev.gatehouse.account;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An e-mail address that passed our grammar, in the spelling its owner likes and in the one canonical form under
 * which it is looked up, limited, locked and audited. Two addresses are equal when their canonical forms are.
 *
 * <h2>The grammar</h2>
 *
 * <p>The local part is a dot-atom (RFC 5322, 3.2.3) of 1 to 64 ASCII characters, as in HTML's e-mail field, without
 * {@code %} and {@code !} (old relays route by them) and without a leading hyphen (mail programs take it for an
 * option). The domain is a DNS name of two labels or more; it may be written in Unicode if it means the same in IDNA
 * 2003 and 2008. All of it has at most 254 characters in its ASCII form (RFC 5321, 4.5.3.1, erratum 1690). Quoted local
 * parts, comments, address literals, display names, lists, blanks and control characters are refused.
 *
 * <h2>The canonical form</h2>
 *
 * <p>Everything is lower-case, the domain is in ASCII without a trailing dot. Dots and {@code +tags} stay: what they mean
 * is the receiving host's affair. Look-alikes of ASCII letters are refused in the local part; in the domain they are
 * refused if any mapping would turn them into ASCII (Kelvin sign, long s, full-width forms), else they stay distinct
 * (Cyrillic a, dotless i). The language of the platform makes no difference.
 */
public final class EmailAddress {
  private static final int MAXIMUM_LENGTH = 254;
  private static final String ATOM = "[A-Za-z0-9#$&'*+/=?^_`{|}~-]+";
  private static final Pattern LOCAL =
      Pattern.compile("(?!-)(?=.{1,64}$)" + ATOM + "(?:\\." + ATOM + ")*");

  private final String display;
  private final String canonical;

  private EmailAddress(String display, String canonical) {
    this.display = display;
    this.canonical = canonical;
  }

  /**
   * Reads what a person typed; empty if it is anything but one plain address. The canonical form of an address reads as
   * that same address.
   */
  public static Optional<EmailAddress> parse(String text) {
    int at = text.indexOf('@');
    if (at < 0 || text.length() > MAXIMUM_LENGTH + 1) {
      return Optional.empty();
    }
    String local = text.substring(0, at);
    String domain = text.substring(at + 1);
    return LOCAL.matcher(local).matches()
        ? DomainName.canonical(domain)
            .map(name -> new EmailAddress(
                local + '@' + spelling(domain, name), local.toLowerCase(Locale.ROOT) + '@' + name))
            .filter(address -> address.canonical.length() <= MAXIMUM_LENGTH)
        : Optional.empty();
  }

  // An envelope carries ASCII only, and shows an owner or an administrator what a look-alike domain
  // really is.
  private static String spelling(String typed, String canonical) {
    return DomainName.isAscii(typed) ? typed.substring(0, canonical.length()) : canonical;
  }

  /**
   * Rebuilds an address that a store has kept.
   *
   * @param canonical as {@link #canonical()} returned it
   */
  public static EmailAddress stored(String display, String canonical) {
    return new EmailAddress(display, canonical);
  }

  /**
   * Returns the spelling for people and for the envelope of a mail: printable ASCII without blanks; a domain that was
   * typed in Unicode is in its ASCII form.
   */
  public String display() {
    return display;
  }

  /** Returns the one form that identifies the address. */
  public String canonical() {
    return canonical;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EmailAddress address && canonical.equals(address.canonical);
  }

  @Override
  public int hashCode() {
    return canonical.hashCode();
  }

  /** Returns no part of the address: it is personal data. */
  @Override
  public String toString() {
    return "EmailAddress(…)";
  }
}
