package dev.gatehouse.spring.test;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** An application that is started as in production, with this jar on its class path by mistake. */
final class ProductionTest {
  @Test
  void itHasNothingOfATest() {
    try (ConfigurableApplicationContext app = new SpringApplicationBuilder(Invoicing.class)
        .run("--server.port=0", "--server.address=127.0.0.1")) {
      assertThat(app.getBeansOfType(TestCaller.class)).isEmpty();
      assertThat(app.getBeansOfType(SliceAutoConfiguration.class)).isEmpty();
      assertThat(app.getBeanDefinitionNames())
          .noneMatch(name -> name.startsWith("gatehouseTest") || name.equals("gatehouseSlice"));
    }
  }
}
