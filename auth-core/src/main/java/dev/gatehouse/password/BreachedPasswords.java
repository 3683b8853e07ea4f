package dev.gatehouse.password;

import java.util.Collection;

/**
 * A source of breached passwords that is asked by k-anonymity: it learns five hexadecimal digits of a SHA-1 hash and
 * never the password (the range interface of Have I Been Pwned). Safe for use by many threads.
 */
@FunctionalInterface
public interface BreachedPasswords {

  /**
   * Returns the other 35 digits of every known hash that begins with the prefix, in either case, each one optionally
   * followed by a colon and how often it was seen; a count of 0 is padding and means nothing.
   *
   * <p>An implementation bounds its own time, by a second at most, because a person waits; it asks for padding where
   * the source offers it.
   *
   * @param prefix five upper-case hexadecimal digits
   * @throws Exception if the source cannot be asked
   */
  Collection<String> suffixes(String prefix) throws Exception;
}
