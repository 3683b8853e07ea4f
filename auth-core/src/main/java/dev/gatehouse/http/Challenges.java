package dev.gatehouse.http;

import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.guard.RecentLogin;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Words the {@code WWW-Authenticate} header that every 401 carries, and a 403 for want of a permission or role (RFC 9110,
 * 11.6.1; RFC 6750, 3; RFC 9470, 3).
 */
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
    boolean challenged = refusal.code().status() == 401 || lacksRight(refusal);
    return challenged ? List.of(new Header("WWW-Authenticate", realm + error(refusal))) : List.of();
  }

  /** Not every 403 is about a right that somebody could have. */
  private static boolean lacksRight(AuthException refusal) {
    return refusal.code() == ErrorCode.ROLE_REQUIRED
        || (refusal.code() == ErrorCode.PERMISSION_DENIED
            && refusal.details().containsKey("permission"));
  }

  private static String error(AuthException refusal) {
    if (BAD_TOKEN.contains(refusal.code())) {
      return ", error=\"invalid_token\"";
    }
    if (lacksRight(refusal)) {
      return ", error=\"insufficient_scope\"";
    }
    if (refusal.code() == ErrorCode.STEP_UP_REQUIRED) {
      return ", error=\"insufficient_user_authentication\", max_age="
          + refusal.details().getOrDefault(RecentLogin.MAX_AGE, 0);
    }
    return "";
  }
}
