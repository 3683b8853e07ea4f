package dev.gatehouse.http.endpoint;

import dev.gatehouse.account.User;
import dev.gatehouse.principal.SessionId;
import dev.gatehouse.session.SessionRecord;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** What the owner of an account sees of it, and administrators too. Epochs and digests are not among it. */
final class Views {
  private Views() {}

  static Map<String, Object> user(User user) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("id", user.id());
    view.put("email", user.email().display());
    view.put("emailVerified", user.emailVerified());
    view.put("name", user.name());
    view.put("locale", user.locale().toLanguageTag());
    view.put("status", user.status().name().toLowerCase(Locale.ROOT));
    view.put("createdAt", user.createdAt());
    return view;
  }

  /** Says of a session also whether it is the one that asks. */
  static Map<String, Object> session(SessionRecord session, SessionId current) {
    Map<String, Object> view = session(session);
    view.put("current", session.id().equals(current));
    return view;
  }

  static Map<String, Object> session(SessionRecord session) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("id", session.id());
    view.put("device", session.device());
    view.put("firstAddress", session.firstAddress());
    view.put("lastAddress", session.lastAddress());
    view.put("methods", new TreeSet<>(session.methods()));
    view.put("authenticatedAt", session.authenticatedAt());
    view.put("createdAt", session.createdAt());
    view.put("lastSeenAt", session.lastSeenAt());
    view.put("expiresAt", session.expiresAt());
    return view;
  }
}
