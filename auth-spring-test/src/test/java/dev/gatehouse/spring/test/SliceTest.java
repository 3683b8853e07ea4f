package dev.gatehouse.spring.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.testkit.CapturedMail;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.web.servlet.WebMvcTest;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** A slice has neither database nor mail nor Redis, and every rule that is imported. */
@WebMvcTest(
    value = Pages.class,
    properties = {"gatehouse.redis.timeout=1s", "spring.data.redis.host=127.0.0.1"})
@Import(Rules.class)
final class SliceTest {
  @Autowired
  private MockMvcTester mvc;

  @Test
  void nobodyIsLetIn(@Autowired ApplicationContext context) {
    assertThat(mvc.get().uri("/who")).hasStatus(401);
    assertThat(context.getBeansOfType(CapturedMail.class)).containsKey("gatehouseMailer");
    assertThat(context.getEnvironment().getProperty("gatehouse.redis.enabled"))
        .as("the application's settings of Redis are not followed")
        .isEqualTo("false");
  }

  @Test
  @WithGatehouseUser(permissions = "invoices:read")
  void rulesAnnotationsAndArgumentsAreThoseOfTheApplication() {
    assertThat(mvc.get().uri("/invoices")).hasStatusOk();
    assertThat(mvc.get().uri("/reports"))
        .hasStatus(403)
        .bodyText()
        .contains("permission_denied", "reports:read");
    assertThat(mvc.get().uri("/who"))
        .bodyText()
        .isEqualTo("agree: true, clerk: false, [FACTOR_PASSWORD, invoices:read]");
  }
}
