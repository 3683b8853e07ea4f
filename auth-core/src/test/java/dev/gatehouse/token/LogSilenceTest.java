package dev.gatehouse.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Runs attacks in a process of its own, because the log level is fixed once a process has started to log. */
final class LogSilenceTest {
  private static final String SENTINEL = "the log level is low enough";

  @TempDir
  Path folder;

  @Test
  @DisplayName("JWT-39 no token, no claim and no key in the logs at the lowest level")
  void logsNothingOfATokenOrAKey() throws Exception {
    Path log = folder.resolve("log");
    Process process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=trace",
            "-cp",
            System.getProperty("java.class.path"),
            Attacks.class.getName(),
            folder.resolve("secrets").toString())
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    String output = Files.readString(log);

    assertThat(process.exitValue()).as(output).isZero();
    assertThat(output).contains(SENTINEL).contains("signing keys could not be read");
    List<String> secrets = Files.readAllLines(folder.resolve("secrets"));
    assertThat(secrets).hasSizeGreaterThan(20);
    assertThat(secrets).noneMatch(output::contains);
  }

  /** Lets every kind of refusal happen, and writes down what must not be seen. */
  static final class Attacks {
    public static void main(String[] arguments) throws Exception {
      LoggerFactory.getLogger(LogSilenceTest.class).trace(SENTINEL);
      MovableClock clock = new MovableClock();
      ListKeyStore store = new ListKeyStore();
      Node node = new Node(store, new Wire(), clock, Node.policy(TokenAlgorithm.EDDSA));
      Forge forge = new Forge(node, clock.instant());
      List<String> tokens = List.of(
          forge.token(),
          forge.token() + "AAAA",
          forge.tokenWithHeader("{\"alg\":\"none\"}"),
          forge.tokenWithHeader("{\"alg\":\"EdDSA\",\"kid\":\"unknown\",\"typ\":\"at+jwt\"}"),
          forge.tokenWithPayload("not json at all"),
          forge.with("iss", "\"mallory\"").token(),
          forge.with("aud", "\"mallory\"").token(),
          forge.with("sub", "\"mallory\"").token());
      tokens.forEach(node::outcome);
      store.broken = true;
      clock.advance(Duration.ofDays(1));
      tokens.forEach(node::outcome);
      StringBuilder secrets = new StringBuilder("mallory\nnot json\nusr_01h455\nses_01h455\n");
      tokens.forEach(token -> secrets.append(token.replace('.', '\n')).append('\n'));
      Files.writeString(
          new File(arguments[0]).toPath(), secrets.toString(), StandardCharsets.UTF_8);
    }
  }
}
