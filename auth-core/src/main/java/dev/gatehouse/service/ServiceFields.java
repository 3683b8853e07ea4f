package dev.gatehouse.service;

import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.token.TokenPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What an operator may write into a service. */
final class ServiceFields {
  private static final Pattern NAME = Pattern.compile("[a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?");
  private static final int MOST_AUDIENCES = 20;

  private ServiceFields() {}

  static String name(String name) {
    if (!NAME.matcher(name).matches()) {
      throw invalid(
          "/name",
          "A name has 1 to 64 of the characters a-z 0-9 _ - and begins and ends with a letter or digit.");
    }
    return name;
  }

  static Set<String> audiences(Set<String> audiences) {
    if (audiences.size() > MOST_AUDIENCES
        || !audiences.stream().allMatch(TokenPolicy::isAudience)) {
      throw invalid(
          "/audiences",
          "At most " + MOST_AUDIENCES + " audiences, each of 1 to 255 printable ASCII characters"
              + " without blank, quote and backslash.");
    }
    return audiences;
  }

  static Duration overlap(Duration overlap) {
    if (overlap.isNegative() || overlap.compareTo(ServicePolicy.LONGEST_OVERLAP) > 0) {
      throw invalid("/overlap", "An overlap lasts 0 to 30 days, not " + overlap + ".");
    }
    return overlap;
  }

  private static AuthException invalid(String pointer, String detail) {
    return new AuthException(ErrorCode.VALIDATION_FAILED, "Some fields are not valid; see errors.")
        .with(
            "errors",
            List.of(Map.of("pointer", pointer, "code", "not_acceptable", "detail", detail)));
  }
}
