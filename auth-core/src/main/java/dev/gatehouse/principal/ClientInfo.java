package dev.gatehouse.principal;

/**
 * The client behind a request, as far as the server can tell. All three are hostile text: bounded here,
 * and escaped wherever they are shown.
 *
 * @param address IP address in text form, or empty when there is none
 * @param userAgent what the client calls itself, at most 512 characters
 * @param requestId correlates log lines, audit rows and answers, at most 128 characters
 */
public record ClientInfo(String address, String userAgent, String requestId) {
  /** Truncates and replaces control characters, so that no field can forge a log line. */
  public ClientInfo {
    address = plain(address, 64);
    userAgent = plain(userAgent, 512);
    requestId = plain(requestId, 128);
  }

  /** Returns the client of a call that came from no request. */
  public static ClientInfo none() {
    return new ClientInfo("", "", "");
  }

  private static String plain(String text, int limit) {
    String cut = text.length() > limit ? text.substring(0, limit) : text;
    return isPrintableAscii(cut) ? cut : replaced(cut);
  }

  /** Nearly every text is; it need not be copied. */
  private static boolean isPrintableAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }

  private static String replaced(String cut) {
    StringBuilder clean = new StringBuilder(cut.length());
    cut.codePoints().map(ClientInfo::printable).forEach(clean::appendCodePoint);
    return clean.toString();
  }

  private static int printable(int point) {
    int type = Character.getType(point);
    boolean hostile = type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.SURROGATE
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
    return hostile ? '?' : point;
  }
}
