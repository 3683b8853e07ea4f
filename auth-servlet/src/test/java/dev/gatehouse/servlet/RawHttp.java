package dev.gatehouse.servlet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Sends bytes as they are: no client may tidy up what an attacker would not. */
final class RawHttp {
  private RawHttp() {}

  /** What came back until the server closed the connection. */
  record Reply(int status, List<String> headers, String body) {
    /** Returns the values of a header, in order. */
    List<String> values(String name) {
      String start = name.toLowerCase(Locale.ROOT) + ":";
      return headers.stream()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
          .map(line -> line.substring(start.length()).strip())
          .toList();
    }
  }

  static Reply get(int port, String target, String... headers) throws IOException {
    return request(port, "GET", target, headers);
  }

  static Reply request(int port, String method, String target, String... headers)
      throws IOException {
    return send(
        port,
        method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            + lines(headers) + "\r\n");
  }

  static Reply post(int port, String target, String type, String body, String... headers)
      throws IOException {
    return send(
        port,
        "POST " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + lines(headers)
            + "Content-Type: " + type + "\r\nContent-Length: "
            + body.getBytes(StandardCharsets.ISO_8859_1).length
            + "\r\n\r\n" + body);
  }

  /** Sends ISO 8859-1, so that each character is one byte. */
  static Reply send(int port, String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(10_000);
      try {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
      } catch (SocketException e) {
        // The server refused before it had read everything; its answer may still be there.
        return parse(read(socket));
      }
      return parse(read(socket));
    }
  }

  static String read(Socket socket) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    InputStream in = socket.getInputStream();
    byte[] buffer = new byte[8_192];
    try {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        all.write(buffer, 0, n);
      }
    } catch (SocketException e) {
      return all.toString(StandardCharsets.UTF_8);
    }
    return all.toString(StandardCharsets.UTF_8);
  }

  private static String lines(String... headers) {
    StringBuilder lines = new StringBuilder();
    for (String header : headers) {
      lines.append(header).append("\r\n");
    }
    return lines.toString();
  }

  /** A connection closed without a word is status 0. */
  private static Reply parse(String text) {
    if (!text.startsWith("HTTP/1.")) {
      return new Reply(0, List.of(), text);
    }
    int end = text.indexOf("\r\n\r\n");
    String head = end < 0 ? text : text.substring(0, end);
    List<String> lines = List.of(head.split("\r\n"));
    int status = Integer.parseInt(lines.get(0).split(" ")[1]);
    return new Reply(
        status, lines.subList(1, lines.size()), end < 0 ? "" : text.substring(end + 4));
  }
}
