package notes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gatehouse.testkit.AuthenticatorApp;
import dev.gatehouse.testkit.CapturedMail;
import dev.gatehouse.testkit.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** Does what the tutorial says: its classes are those of this package, its properties start them, its commands are typed. */
@Timeout(120)
final class TutorialTest {
  private static final Path TUTORIAL = Path.of("..", "..", "docs", "tutorials", "spring-boot.md");
  private static final Pattern ARTIFACT = Pattern.compile("<artifactId>([a-z-]+)</artifactId>");
  private static final Pattern MANUAL_KEY = Pattern.compile("\"manualKey\":\"([A-Z2-7 ]+)\"");

  /** What each block of commands must print, in the order of the tutorial. */
  private static final List<List<String>> PRINTED = List.of(
      List.of("authentication_required"),
      List.of("verification_sent"),
      List.of("ann@example.com"),
      List.of("written", "The swifts are back, by usr_"),
      List.of("otpauth://totp/", "qrSvg"),
      List.of("recoveryCodes"),
      List.of("\"enabled\":[\"recovery_code\",\"totp\"]"),
      List.of("written"),
      List.of("\"status\":403", "cleared by usr_"));

  static class KeptMail {
    @Bean
    CapturedMail mail() {
      return new CapturedMail();
    }
  }

  private static List<String> fragments(String language) throws IOException {
    return Pattern.compile("(?s)```" + language + "\n(.*?)```")
        .matcher(Files.readString(TUTORIAL))
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  private static String squeezed(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }

  @Test
  void itsClassesAreThoseThatAreCompiledHere() throws IOException {
    List<String> classes = fragments("java");
    assertThat(classes).hasSize(3);
    for (String name : List.of("NotesApplication", "NoteController", "Access")) {
      String file = Files.readString(Path.of("src", "test", "java", "notes", name + ".java"));
      assertThat(classes.stream().map(TutorialTest::squeezed)).contains(squeezed(file));
    }
  }

  @Test
  void itsDependenciesAreThoseOfThisExample() throws IOException {
    String ours = Files.readString(Path.of("pom.xml"));
    List<String> artifacts = ARTIFACT
        .matcher(fragments("xml").get(0))
        .results()
        .map(found -> found.group(1))
        .filter(name -> !name.equals("notes") && !name.equals("spring-boot-starter-parent"))
        .toList();
    assertThat(artifacts).hasSize(3);
    assertThat(artifacts)
        .allSatisfy(name -> assertThat(ours).contains("<artifactId>" + name + "</artifactId>"));
    assertThat(ours).contains("<spring-boot.version>4.1.1<");
  }

  @Test
  void itsCommandsDoWhatItSays() throws IOException {
    assumeTrue(Shell.isThere(), "bash, curl, grep and cut");
    try (ConfigurableApplicationContext app = start();
        Shell shell = Shell.start()) {
      String here = "localhost:" + app.getEnvironment().getRequiredProperty("local.server.port");
      List<String> blocks = fragments("sh");
      assertThat(blocks).hasSameSizeAs(PRINTED);
      String key = "";
      int codes = 0;
      for (int i = 0; i < blocks.size(); i++) {
        String typed = blocks.get(i).replace("localhost:8080", here);
        if (typed.contains("TOKEN=gvt_...")) {
          typed = typed.replace("gvt_...", mailed(app));
        }
        if (typed.contains("CODE=123456")) {
          typed = typed.replace("123456", code(key, codes++));
        }
        String printed = shell.run(typed);
        assertThat(printed).as(typed).contains(PRINTED.get(i));
        Matcher manual = MANUAL_KEY.matcher(printed);
        key = manual.find() ? manual.group(1) : key;
      }
    }
  }

  private static String mailed(ConfigurableApplicationContext app) {
    return CapturedMail.token(app.getBean(CapturedMail.class).awaitTo("ann@example.com"));
  }

  /** A code counts a step early, too, and each once: nobody waits for the next one. */
  private static String code(String key, int which) {
    return AuthenticatorApp.of(key, InstantSource.system())
        .code(Duration.ofSeconds(30L * which))
        .reveal();
  }

  /** Starts it with the properties of the tutorial and a database of our own; those of the example are not read. */
  private static ConfigurableApplicationContext start() throws IOException {
    PGSimpleDataSource database = (PGSimpleDataSource) TestPostgres.newDatabase();
    List<String> arguments = new ArrayList<>();
    fragments("properties")
        .get(0)
        .lines()
        .filter(line -> !line.isBlank())
        .forEach(line -> arguments.add("--" + line));
    assertThat(arguments).hasSize(6);
    arguments.removeIf(one -> one.startsWith("--spring.datasource."));
    arguments.add("--spring.datasource.url=" + database.getURL());
    arguments.add("--spring.datasource.username=" + database.getUser());
    arguments.add("--spring.datasource.password="
        + (database.getPassword() == null ? "" : database.getPassword()));
    arguments.add("--spring.config.name=tutorial");
    arguments.add("--server.port=0");
    arguments.add("--spring.main.banner-mode=off");
    return new SpringApplicationBuilder(NotesApplication.class, KeptMail.class)
        .run(arguments.toArray(String[]::new));
  }
}
