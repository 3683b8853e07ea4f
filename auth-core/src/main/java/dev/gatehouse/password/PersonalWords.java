package dev.gatehouse.password;

import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The words that whoever knows an account would try: its address, its name, the name of the service. */
final class PersonalWords {
  private static final int LEAST_LENGTH = 4;
  private static final Pattern SEPARATORS = Pattern.compile("[^\\p{L}\\p{N}]+");

  private final List<String> longestFirst;

  /** Takes addresses and names as they are; each counts whole, before its at sign, and word by word. */
  PersonalWords(List<String> personal) {
    this.longestFirst = personal.stream()
        .map(PasswordText::fold)
        .flatMap(PersonalWords::parts)
        .filter(word -> PasswordText.length(word) >= LEAST_LENGTH)
        .distinct()
        .sorted(Comparator.comparingInt(String::length).reversed())
        .toList();
  }

  private static Stream<String> parts(String text) {
    int at = text.lastIndexOf('@');
    String name = at < 0 ? text : text.substring(0, at);
    return Stream.concat(Stream.of(text, name), SEPARATORS.splitAsStream(name));
  }

  /** Tells whether a folded password has one of the words, and less than the given length beside them. */
  boolean carry(String folded, int leastOwnLength) {
    String own = folded;
    for (String word : longestFirst) {
      own = own.replace(word, "");
    }
    return own.length() < folded.length() && PasswordText.length(own) < leastOwnLength;
  }
}
