package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.error.AuthException;
import java.net.URI;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class CredentialsTest {
  private static final Pattern BEARER = Pattern.compile("(?i)bearer +([A-Za-z0-9._~+/-]+=*)");
  private static final Pattern SCHEME = Pattern.compile("(?is)bearer($|[^A-Za-z0-9].*)");
  private static final List<String> PIECES = List.of(
      "bearer",
      "Bearer",
      "BEARER",
      "bea\u0155er",
      "Basic",
      "Token",
      " ",
      " ",
      "  ",
      "\t",
      "\u00a0",
      "a",
      "Z9",
      ".",
      "_",
      "~",
      "+",
      "/",
      "-",
      "=",
      "==",
      ",",
      ":",
      "%",
      "\"",
      "\u017f",
      "\u212a",
      "\u00e9",
      "\n",
      "x.y.z",
      "");

  private final Credentials credentials =
      new Credentials(new Cookies(HttpSettings.of(URI.create("https://app.example.com"))));

  @Test
  @DisplayName("HTTP-02 agrees with a regular expression about 200,000 generated headers")
  void readsAuthorizationAsTheGrammarSays() {
    Random random = new Random(6750);
    int tokens = 0;
    for (int i = 0; i < 200_000; i++) {
      String field = (random.nextBoolean() ? "Bearer " : "")
          + random
              .ints(random.nextInt(6), 0, PIECES.size())
              .mapToObj(PIECES::get)
              .collect(Collectors.joining());
      String expected = expected(field);
      if (!read(field).equals(expected)) {
        assertThat(read(field)).as(field).isEqualTo(expected);
      }
      tokens += expected.startsWith("token ") ? 1 : 0;
    }
    assertThat(tokens).isGreaterThan(10_000);
  }

  private static String expected(String field) {
    Matcher matcher = BEARER.matcher(field);
    if (matcher.matches()) {
      return "token " + matcher.group(1);
    }
    return SCHEME.matcher(field).matches() ? "malformed" : "nothing";
  }

  private String read(String field) {
    try {
      return credentials.of(new Presented(field)).map(CredentialsTest::text).orElse("nothing");
    } catch (AuthException e) {
      return "malformed";
    }
  }

  private static String text(Credential credential) {
    return "token "
        + (credential instanceof Credential.AccessToken presented
            ? presented.token().reveal()
            : ((Credential.ApiKey) credential).key().reveal());
  }

  /** Unlike other requests in tests it holds whatever a container might let through, line ends included. */
  private record Presented(String authorization) implements HttpRequest {
    @Override
    public List<String> headers(String name) {
      return name.equals("Authorization") ? List.of(authorization) : List.of();
    }

    @Override
    public String method() {
      return "GET";
    }

    @Override
    public String path() {
      return "/";
    }

    @Override
    public String rawPath() {
      return "/";
    }

    @Override
    public List<String> query(String name) {
      return List.of();
    }

    @Override
    public String remoteAddress() {
      return "192.0.2.1";
    }

    @Override
    public byte[] body(int limit) {
      return new byte[0];
    }
  }
}
