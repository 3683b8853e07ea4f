package dev.gatehouse.spring.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.testkit.CapturedMail;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.web.servlet.WebMvcTest;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** A slice has neither database nor mail, and every rule that is imported. */
@WebMvcTest(Pages.class)
@Import(Rules.class)
final class SliceTest {
  @Autowired
  private MockMvcTester mvc;

  @Test
  void nobodyIsLetIn(@Autowired ApplicationContext context) {
    assertThat(mvc.get().uri("/who")).hasStatus(401);
    assertThat(context.getBeansOfType(CapturedMail.class)).containsKey("gatehouseMailer");
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
