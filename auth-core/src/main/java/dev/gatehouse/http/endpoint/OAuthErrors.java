package dev.gatehouse.http.endpoint;

import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.http.HttpResponse;
import dev.gatehouse.http.HttpSettings;
import java.util.LinkedHashMap;
import java.util.Map;

/** Words refusals as OAuth clients read them (RFC 6749, 5.2). What is no refusal of OAuth stays a problem document. */
final class OAuthErrors {
  private static final Map<ErrorCode, String> NAMES = Map.of(
      ErrorCode.MALFORMED_REQUEST, "invalid_request",
      ErrorCode.UNSUPPORTED_MEDIA_TYPE, "invalid_request",
      ErrorCode.INVALID_CLIENT, "invalid_client",
      ErrorCode.UNAUTHORIZED_CLIENT, "unauthorized_client",
      ErrorCode.UNSUPPORTED_GRANT_TYPE, "unsupported_grant_type",
      ErrorCode.INVALID_SCOPE, "invalid_scope",
      ErrorCode.INVALID_TARGET, "invalid_target");

  private final String challenge;

  OAuthErrors(HttpSettings settings) {
    this.challenge = "Basic realm=\"" + settings.baseUrl().getHost() + "\", charset=\"UTF-8\"";
  }

  HttpResponse answer(AuthException refusal) {
    String name = NAMES.get(refusal.code());
    if (name == null) {
      throw refusal;
    }
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("error", name);
    members.put("error_description", refusal.detail());
    boolean unknown = refusal.code() == ErrorCode.INVALID_CLIENT;
    HttpResponse answer = HttpResponse.json(unknown ? 401 : 400, members);
    return unknown ? answer.with("WWW-Authenticate", challenge) : answer;
  }
}
