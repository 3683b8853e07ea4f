package dev.gatehouse.http;

import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.guard.RecentLogin;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Words the {@code WWW-Authenticate} header that every 401 carries (RFC 9110, 11.6.1; RFC 6750, 3; RFC 9470, 3). */
final class Challenges {
  private static final Set<ErrorCode> BAD_TOKEN = EnumSet.of(
      ErrorCode.ACCESS_TOKEN_EXPIRED,
      ErrorCode.INVALID_API_KEY,
      ErrorCode.API_KEY_EXPIRED,
      ErrorCode.API_KEY_REVOKED,
      ErrorCode.ACCESS_TOKEN_INVALID,
      ErrorCode.SESSION_ENDED);

  private final String realm;

  Challenges(HttpSettings settings) {
    realm = "Bearer realm=\"" + settings.baseUrl().getHost() + "\"";
  }

  List<Header> of(AuthException refusal) {
    if (refusal.code().status() != 401) {
      return List.of();
    }
    return List.of(new Header("WWW-Authenticate", realm + error(refusal)));
  }

  private static String error(AuthException refusal) {
    if (BAD_TOKEN.contains(refusal.code())) {
      return ", error=\"invalid_token\"";
    }
    if (refusal.code() == ErrorCode.STEP_UP_REQUIRED) {
      return ", error=\"insufficient_user_authentication\", max_age="
          + refusal.details().getOrDefault(RecentLogin.MAX_AGE, 0);
    }
    return "";
  }
}
