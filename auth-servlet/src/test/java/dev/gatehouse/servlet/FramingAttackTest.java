package dev.gatehouse.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.servlet.Container.Running;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The rows HTTP-15 and HTTP-16 of the abuse catalogue: too many headers, and requests within requests. */
final class FramingAttackTest {
  private static final String BEHIND =
      "GET /admin/smuggled HTTP/1.1\r\nHost: a\r\n" + Application.ADAS_TOKEN + "\r\n\r\n";
  /** Undertow 2.3.26 reads it modulo 2^64, fails, and goes on to what is behind, before it asks any filter. */
  private static final String BEYOND = "length beyond a long";

  private static final String CHUNKED = "Transfer-Encoding: chunked";
  private static final String FOUR = "Content-Length: 4";

  @ParameterizedTest
  @EnumSource
  @DisplayName(
      "HTTP-15 200 headers, a header of 64 KB, 10,000 cookies: 431, 400 or no answer, or, where the"
          + " container takes as much, what any other request gets; never a failure")
  void tooManyHeadersOpenNothing(Container container) throws Exception {
    Application application = Application.closed();
    String[] headers =
        IntStream.range(0, 200).mapToObj(i -> "X-" + i + ": v").toArray(String[]::new);
    try (Running running = container.start("", application)) {
      for (String[] many :
          List.of(headers, new String[] {"X: " + "a".repeat(64 * 1024)}, new String[] {
            "Cookie: " + "a=b;".repeat(10_000)
          })) {
        assertThat(RawHttp.get(running.port(), "/admin", many).status()).isIn(0, 400, 401, 431);
        assertThat(application.reached).doesNotContain("admin");
        String[] withToken = Stream.concat(Stream.of(many), Stream.of(Application.ADAS_TOKEN))
            .toArray(String[]::new);
        assertThat(RawHttp.get(running.port(), "/admin", withToken).status())
            .isIn(0, 200, 400, 431);
        application.reached.clear();
      }
    }
  }

  /** The pairs of length and encoding that two servers may read in two ways, by name. */
  private static Map<String, String> pairs() {
    Map<String, String> pairs = new TreeMap<>();
    String end = "0\r\n\r\n";
    pairs.put("length, then chunked", head(FOUR, CHUNKED) + end + BEHIND);
    pairs.put("chunked, then length", head(CHUNKED, FOUR) + end + BEHIND);
    pairs.put("chunked and length 0", head(CHUNKED, "Content-Length: 0") + end + BEHIND);
    pairs.put(
        "the length covers the second",
        head(CHUNKED, "Content-Length: " + (end + BEHIND).length()) + end + BEHIND);
    pairs.put("two lengths", head(FOUR, "Content-Length: 6") + "abcd" + BEHIND);
    pairs.put("two lengths in one", head("Content-Length: 4, 6") + "abcd" + BEHIND);
    pairs.put("length with a sign", head("Content-Length: +4") + "abcd" + BEHIND);
    pairs.put("negative length", head("Content-Length: -4") + "abcd" + BEHIND);
    pairs.put("length in hex", head("Content-Length: 0x4") + "abcd" + BEHIND);
    pairs.put(BEYOND, head("Content-Length: 18446744073709551620") + "abcd" + BEHIND);
    pairs.put("length with a blank inside", head("Content-Length: 4 4") + "abcd" + BEHIND);
    pairs.put("blank before the colon", head("Content-Length : 4", CHUNKED) + end + BEHIND);
    pairs.put(
        "encoding with a blank before the colon",
        head("Transfer-Encoding : chunked", FOUR) + end + BEHIND);
    pairs.put(
        "unknown encoding and length", head("Transfer-Encoding: xchunked", FOUR) + end + BEHIND);
    pairs.put(
        "identity, chunked and length",
        head("Transfer-Encoding: identity, chunked", FOUR) + end + BEHIND);
    pairs.put("chunked twice and length", head(CHUNKED, CHUNKED, FOUR) + end + BEHIND);
    pairs.put(
        "chunked, identity and length",
        head(CHUNKED, "Transfer-Encoding: identity", FOUR) + end + BEHIND);
    pairs.put(
        "quoted encoding and length", head("Transfer-Encoding: \"chunked\"", FOUR) + end + BEHIND);
    pairs.put(
        "tab before chunked and length", head("Transfer-Encoding:\tchunked", FOUR) + end + BEHIND);
    pairs.put(
        "vertical tab before chunked",
        head("Transfer-Encoding: \u000bchunked", FOUR) + end + BEHIND);
    pairs.put(
        "folded encoding and length", head("Transfer-Encoding:\r\n chunked", FOUR) + end + BEHIND);
    pairs.put(
        "bare CR before the encoding",
        head("X: y\rTransfer-Encoding: chunked", FOUR) + end + BEHIND);
    pairs.put("NUL in the encoding", head("Transfer-Encoding: chunked\u0000", FOUR) + end + BEHIND);
    return pairs;
  }

  private static String head(String... headers) {
    return "POST /public/x HTTP/1.1\r\nHost: a\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName(
      "HTTP-16 requests whose length is ambiguous get one answer at most, and nothing behind them is"
          + " reached, but for one pair on Undertow")
  void whatIsBehindAnAmbiguousRequestIsNotReached(Container container) throws Exception {
    Application application = Application.closed();
    try (Running running = container.start("", application)) {
      Map<String, String> wrong = wrong(running.port(), application);
      assertThat(wrong.keySet())
          .as("%s", wrong)
          .isEqualTo(container == Container.UNDERTOW ? Set.of(BEYOND) : Set.of());
    }
  }

  @Test
  @DisplayName(
      "HTTP-16 with the handler of the guide there is no such pair on Undertow, and nothing in its log")
  void theHandlerOfTheGuide() throws Exception {
    Application application = Application.closed();
    try (Thrown thrown = new Thrown();
        Running running = Container.undertow(BoundedLength::new, "", application)) {
      assertThat(wrong(running.port(), application)).isEmpty();
      assertThat(answers(exchange(running.port(), pairs().get(BEYOND)))).containsExactly(400);
      assertThat(thrown.found).isEmpty();
    }
  }

  @Test
  void theGuideShowsThisHandler() throws IOException {
    String source =
        Files.readString(Path.of("src/test/java/dev/gatehouse/servlet/BoundedLength.java"));
    assertThat(Files.readString(Path.of("..", "docs", "guides", "production.md")))
        .contains("```java\n" + source.substring(source.indexOf("// guide\n") + 9) + "```");
  }

  /** Returns the pairs that got more than one answer, reached what is behind, or failed. */
  private static Map<String, String> wrong(int port, Application application) throws IOException {
    Map<String, String> wrong = new TreeMap<>();
    assertThat(answers(exchange(port, head(FOUR) + "abcd" + BEHIND)))
        .as("two plain requests have two answers, or the test would prove nothing")
        .hasSize(2);
    assertThat(application.reached).contains("admin");
    for (Map.Entry<String, String> pair : pairs().entrySet()) {
      application.reached.clear();
      List<Integer> answers = answers(exchange(port, pair.getValue()));
      if (answers.size() > 1
          || application.reached.contains("admin")
          || answers.stream().anyMatch(status -> status >= 500 && status != 501)) {
        wrong.put(pair.getKey(), answers + " reached " + application.reached);
      }
    }
    return wrong;
  }

  /** Notes every exception that a container logs. */
  private static final class Thrown extends Handler implements AutoCloseable {
    private final Logger root = Logger.getLogger("");
    private final Queue<Throwable> found = new ConcurrentLinkedQueue<>();

    Thrown() {
      root.addHandler(this);
    }

    @Override
    public void publish(LogRecord record) {
      if (record.getThrown() != null) {
        found.add(record.getThrown());
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      root.removeHandler(this);
    }
  }

  /** Sends and says that no more will come, so that the server answers all it means to and closes. */
  private static String exchange(int port, String requests) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(10_000);
      try {
        socket.getOutputStream().write(requests.getBytes(StandardCharsets.ISO_8859_1));
        socket.shutdownOutput();
      } catch (SocketException refused) {
        // What was answered before may still be there.
      }
      return RawHttp.read(socket);
    }
  }

  private static List<Integer> answers(String text) {
    return Stream.of(text.split("(?=HTTP/1\\.[01] \\d{3})"))
        .filter(part -> part.startsWith("HTTP/1."))
        .map(part -> Integer.parseInt(part.substring(9, 12)))
        .toList();
  }
}
