package dev.gatehouse.password;

import java.util.Locale;

/** Why a password may not be chosen. */
public enum Weakness {
  /** It has fewer code points than the policy asks for. */
  TOO_SHORT,
  /** It has more code points than the policy allows. */
  TOO_LONG,
  /** Guessers try it first, or it is one of those with a few characters around it. */
  TOO_COMMON,
  /** It is known from a breach elsewhere. */
  BREACHED,
  /** Without the words of the login, the name and the service it is too short. */
  CONTAINS_LOGIN,
  /** It is the password that is to be replaced. */
  SAME_AS_BEFORE,
  /** It holds a NUL or half of a surrogate pair. */
  NOT_TEXT;

  /** Returns the reason as clients see it, for example {@code too_short}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
