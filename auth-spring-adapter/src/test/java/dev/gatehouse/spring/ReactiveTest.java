package dev.gatehouse.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.Gatehouse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/** A reactive application, and a servlet application with WebFlux on the class path, as in all other tests. */
final class ReactiveTest {
  @SpringBootConfiguration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Reactive {}

  @Test
  void gatehouseStandsAsideAndSaysSo() throws Exception {
    List<String> lines;
    try (LogCapture log = LogCapture.of(GatehouseReactiveAutoConfiguration.class);
        HostApp app = HostApp.start(
            List.of(
                "spring.main.web-application-type=reactive",
                "spring.autoconfigure.exclude="
                    + "org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration,"
                    + "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration"),
            List.of(Reactive.class))) {
      assertThat(app.context.getBeanNamesForType(Gatehouse.class)).isEmpty();
      lines = log.lines();
    }
    assertThat(lines).singleElement().asString().contains("NOTHING IS PROTECTED");
  }
}
