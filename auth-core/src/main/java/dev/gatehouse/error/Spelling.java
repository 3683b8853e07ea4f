package dev.gatehouse.error;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what somebody may have meant who wrote a name that does not exist. */
public final class Spelling {
  private Spelling() {}

  /** Returns the candidate that takes the fewest changed letters, the first of several; empty if there is none. */
  public static Optional<String> nearest(String written, Collection<String> candidates) {
    return candidates.stream()
        .min(Comparator.comparingInt(candidate -> distance(candidate, written)));
  }

  /** Returns the Levenshtein distance. */
  private static int distance(String one, String other) {
    int[] previous = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int[] row = new int[other.length() + 1];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int changed = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j - 1], previous[j]) + 1, previous[j - 1] + changed);
      }
      previous = row;
    }
    return previous[other.length()];
  }
}
