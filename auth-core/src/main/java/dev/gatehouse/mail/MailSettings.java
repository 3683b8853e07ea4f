package dev.gatehouse.mail;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The name of the application and the pages that mails link to. Links are made of these alone, never of a request.
 *
 * <p>A page that takes a token gets it in the fragment, {@code #token=…}: a fragment reaches neither servers, proxies and
 * their logs nor the {@code Referer} header, and a scanner that opens the link consumes nothing. A page whose path
 * contains <code>{token}</code> gets it there instead.
 *
 * @param baseUrl where the host's pages are, for example {@code https://app.example.com}; may have a path
 * @param verifyPath the page that confirms the address of a new account, with a token
 * @param resetPath the page that takes a new password, with a token
 * @param changeEmailPath the page that confirms a new address, with a token
 * @param undoEmailChangePath the page that takes a change of address back, with a token
 * @param loginPath the page to log in
 * @param forgotPath the page to ask for a new password
 * @param unlockPath the page that ends a lockout, with a token
 */
public record MailSettings(
    String appName,
    URI baseUrl,
    String verifyPath,
    String resetPath,
    String changeEmailPath,
    String undoEmailChangePath,
    String loginPath,
    String forgotPath,
    String unlockPath) {
  private static final String TOKEN = "{token}";

  /** Checks that links made of these lead where they seem to lead. */
  public MailSettings {
    if (appName.isBlank() || !MailText.line(appName, appName.length()).equals(appName)) {
      throw new IllegalArgumentException("an application name is one line of text");
    }
    requireBase(baseUrl);
    List.of(
            verifyPath,
            resetPath,
            changeEmailPath,
            undoEmailChangePath,
            loginPath,
            forgotPath,
            unlockPath)
        .forEach(path -> requirePath(baseUrl, path));
  }

  /** Returns settings with the default pages. */
  public static MailSettings of(String appName, URI baseUrl) {
    return new MailSettings(
        appName,
        baseUrl,
        "/verify-email",
        "/reset-password",
        "/change-email",
        "/undo-email-change",
        "/login",
        "/forgot-password",
        "/unlock");
  }

  /** Returns a copy with another name of the application. */
  public MailSettings withAppName(String appName) {
    return new MailSettings(
        appName,
        baseUrl,
        verifyPath,
        resetPath,
        changeEmailPath,
        undoEmailChangePath,
        loginPath,
        forgotPath,
        unlockPath);
  }

  /** Returns a copy that links to another page for the proof of an address. */
  public MailSettings withVerifyPath(String verifyPath) {
    return new MailSettings(
        appName,
        baseUrl,
        verifyPath,
        resetPath,
        changeEmailPath,
        undoEmailChangePath,
        loginPath,
        forgotPath,
        unlockPath);
  }

  /** Returns a copy that links to another page for a new password. */
  public MailSettings withResetPath(String resetPath) {
    return new MailSettings(
        appName,
        baseUrl,
        verifyPath,
        resetPath,
        changeEmailPath,
        undoEmailChangePath,
        loginPath,
        forgotPath,
        unlockPath);
  }

  /** Returns a copy that links to another page for the proof of a new address. */
  public MailSettings withChangeEmailPath(String changeEmailPath) {
    return new MailSettings(
        appName,
        baseUrl,
        verifyPath,
        resetPath,
        changeEmailPath,
        undoEmailChangePath,
        loginPath,
        forgotPath,
        unlockPath);
  }

  /** Returns a copy that links to another page to take a change of address back. */
  public MailSettings withUndoEmailChangePath(String undoEmailChangePath) {
    return new MailSettings(
        appName,
        baseUrl,
        verifyPath,
        resetPath,
        changeEmailPath,
        undoEmailChangePath,
        loginPath,
        forgotPath,
        unlockPath);
  }

  /** Returns a copy that links to another page to log in. */
  public MailSettings withLoginPath(String loginPath) {
    return new MailSettings(
        appName,
        baseUrl,
        verifyPath,
        resetPath,
        changeEmailPath,
        undoEmailChangePath,
        loginPath,
        forgotPath,
        unlockPath);
  }

  /** Returns a copy that links to another page to ask for a new password. */
  public MailSettings withForgotPath(String forgotPath) {
    return new MailSettings(
        appName,
        baseUrl,
        verifyPath,
        resetPath,
        changeEmailPath,
        undoEmailChangePath,
        loginPath,
        forgotPath,
        unlockPath);
  }

  /** Returns a copy that links to another page to end a lockout. */
  public MailSettings withUnlockPath(String unlockPath) {
    return new MailSettings(
        appName,
        baseUrl,
        verifyPath,
        resetPath,
        changeEmailPath,
        undoEmailChangePath,
        loginPath,
        forgotPath,
        unlockPath);
  }

  String link(MailTemplate.Page page, String token) {
    return switch (page) {
      case NONE -> "";
      case LOGIN -> home() + loginPath;
      case FORGOT -> home() + forgotPath;
      case VERIFY -> withToken(verifyPath, token);
      case RESET -> withToken(resetPath, token);
      case CHANGE_EMAIL -> withToken(changeEmailPath, token);
      case UNDO_EMAIL_CHANGE -> withToken(undoEmailChangePath, token);
      case UNLOCK -> withToken(unlockPath, token);
    };
  }

  String home() {
    String base = baseUrl.toString();
    return base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
  }

  private String withToken(String path, String token) {
    String encoded = URLEncoder.encode(token, StandardCharsets.UTF_8);
    return home()
        + (path.contains(TOKEN) ? path.replace(TOKEN, encoded) : path + "#token=" + encoded);
  }

  private static void requireBase(URI base) {
    boolean web = "https".equals(base.getScheme()) || "http".equals(base.getScheme());
    boolean plain = base.getHost() != null
        && base.getRawUserInfo() == null
        && base.getRawQuery() == null
        && base.getRawFragment() == null;
    if (!web || !plain) {
      throw new IllegalArgumentException(
          "a base URL is http(s)://host[:port][/path] without user, query and fragment, was "
              + base);
    }
  }

  private static void requirePath(URI base, String path) {
    boolean slashed = path.startsWith("/") && !path.startsWith("//");
    if (!slashed || !isUri(base + path.replace(TOKEN, ""))) {
      throw new IllegalArgumentException("a path starts with one slash and is a URI, was " + path);
    }
  }

  private static boolean isUri(String text) {
    try {
      return !URI.create(text).isOpaque();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
