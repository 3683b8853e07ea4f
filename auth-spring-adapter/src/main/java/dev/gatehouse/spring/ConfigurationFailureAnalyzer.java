package dev.gatehouse.spring;

import dev.gatehouse.ConfigurationException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/** Reports everything that is wrong with a configuration: where each value comes from, and what to write instead. */
final class ConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<ConfigurationException> {
  private static final Map<String, String> ADVICE = Map.of(
      "gatehouse.base-url",
      "gatehouse.base-url=https://app.example.com, or http://localhost:8080 for development.",
      "gatehouse.secret",
      "gatehouse.secret=${GATEHOUSE_SECRET}, where the variable holds the output of:"
          + " openssl rand -base64 32",
      "storage",
      "spring.datasource.url=jdbc:postgresql://localhost:5432/app with"
          + " spring-boot-starter-jdbc on the class path; or define a bean of type Storage.",
      "mailer",
      "spring.mail.host=smtp.example.com with spring-boot-starter-mail on the class path, and"
          + " gatehouse.mail.from=Example <no-reply@example.com>; or define a bean of type Mailer; or"
          + " set gatehouse.mail.to-log=true, for development only.");

  private final Origins origins;

  /** Asks this environment where values come from. */
  ConfigurationFailureAnalyzer(Environment environment) {
    this.origins = new Origins(environment);
  }

  @Override
  protected FailureAnalysis analyze(Throwable root, ConfigurationException cause) {
    List<String> problems = cause.problems();
    String description = problems.stream()
        .map(problem -> "\n  - " + problem + origin(subject(problem)))
        .collect(Collectors.joining("", "The configuration of Gatehouse cannot work:", ""));
    String action = problems.stream()
        .map(problem -> ADVICE.getOrDefault(subject(problem), correct(subject(problem))))
        .distinct()
        .map(advice -> "\n  - " + advice)
        .collect(Collectors.joining("", "Write:", ""));
    return new FailureAnalysis(description, action, cause);
  }

  /** A problem begins with what it is about. */
  private static String subject(String problem) {
    return problem.split("[ :]", 2)[0];
  }

  private static String correct(String subject) {
    return subject.startsWith("gatehouse.")
        ? subject + " as docs/reference/configuration.md has it, with its default and its bounds."
        : "what the problem about \"" + subject + "\" asks for.";
  }

  private String origin(String name) {
    return origins.of(name).map(origin -> " (from " + origin + ")").orElse("");
  }
}
