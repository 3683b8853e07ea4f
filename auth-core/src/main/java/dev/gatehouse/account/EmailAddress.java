package dev.gatehouse.account;

/**
 * An e-mail address that passed our grammar, in the spelling its owner likes and in the one canonical form under
 * which it is looked up, limited, locked and audited. Two addresses are equal when their canonical forms are.
 */
public final class EmailAddress {
  private final String display;
  private final String canonical;

  private EmailAddress(String display, String canonical) {
    this.display = display;
    this.canonical = canonical;
  }

  /**
   * Rebuilds an address that a store has kept.
   *
   * @param canonical as {@link #canonical()} returned it
   */
  public static EmailAddress stored(String display, String canonical) {
    return new EmailAddress(display, canonical);
  }

  /** Returns the spelling for people and for the envelope of a mail. */
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
