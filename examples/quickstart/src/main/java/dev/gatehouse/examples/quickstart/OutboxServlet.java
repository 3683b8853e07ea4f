package dev.gatehouse.examples.quickstart;

import dev.gatehouse.examples.quickstart.DevOutbox.Mail;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Shows the development outbox: {@code /outbox.json} for scripts and the page (with {@code ?to=} for one mailbox),
 * {@code /outbox/{id}} is one message as a mail program would show it, {@code /outbox} lists them without JavaScript.
 */
final class OutboxServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final Pattern LINK = Pattern.compile("https?://[^\\s<>\"]+");
  private static final Pattern TOKEN = Pattern.compile("#token=([A-Za-z0-9_-]+)");

  /** A mail may bring its own styles, and nothing else: no script, no picture from elsewhere. */
  private static final String MAIL_POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; frame-ancestors 'self'";

  private final transient DevOutbox outbox;

  OutboxServlet(DevOutbox outbox) {
    this.outbox = outbox;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = request.getRequestURI();
    if (path.equals("/outbox.json")) {
      JsonHttp.answer(response, 200, Map.of("mails", list(request.getParameter("to"))));
    } else if (path.equals("/outbox")) {
      page(response, index());
    } else {
      Optional<Mail> mail = outbox.find(path.substring("/outbox/".length()));
      page(
          response,
          mail.map(OutboxServlet::shown).orElse("<p>There is no such mail any more.</p>"));
    }
  }

  private List<Map<String, Object>> list(@Nullable String to) {
    return outbox.mails().stream()
        .filter(mail -> to == null || mail.message().to().equalsIgnoreCase(to))
        .map(OutboxServlet::view)
        .toList();
  }

  private static Map<String, Object> view(Mail mail) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("id", mail.id());
    view.put("at", mail.at());
    view.put("template", mail.message().template());
    view.put("to", mail.message().to());
    view.put("subject", mail.message().subject());
    find(LINK, 0, mail).ifPresent(link -> view.put("link", link));
    find(TOKEN, 1, mail).ifPresent(token -> view.put("token", token));
    view.put("text", mail.message().text());
    return view;
  }

  private static Optional<String> find(Pattern pattern, int group, Mail mail) {
    Matcher matcher = pattern.matcher(mail.message().text());
    return matcher.find() ? Optional.of(matcher.group(group)) : Optional.empty();
  }

  /** The page shows a mail in a frame; its links belong into the whole window. */
  private static String shown(Mail mail) {
    return "<base target=\"_top\">" + mail.message().html();
  }

  private String index() {
    StringBuilder list = new StringBuilder("<title>Outbox</title><h1>Development outbox</h1><ul>");
    for (Mail mail : outbox.mails()) {
      String label = escape(mail.message().to() + ": " + mail.message().subject());
      list.append("<li><a href=\"/outbox/" + mail.id() + "\">" + label + "</a>");
    }
    return list.append("</ul>").toString();
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }

  private static void page(HttpServletResponse response, String body) throws IOException {
    response.setHeader("Content-Security-Policy", MAIL_POLICY);
    response.setHeader("Cache-Control", "no-store");
    response.setContentType("text/html; charset=utf-8");
    response.getWriter().write("<!doctype html><meta charset=\"utf-8\">" + body);
  }
}
