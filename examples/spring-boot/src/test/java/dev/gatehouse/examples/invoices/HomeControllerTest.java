package dev.gatehouse.examples.invoices;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.spring.test.WithGatehouseUser;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** One controller without a database: rules, roles and arguments are the application's own all the same. */
@WebMvcTest(HomeController.class)
@Import(Access.class)
class HomeControllerTest {
  @Autowired
  private MockMvcTester mvc;

  @Test
  void theFrontPageIsOpenAndTheOtherIsNot() {
    assertThat(mvc.get().uri("/")).hasStatusOk();
    assertThat(mvc.get().uri("/who")).hasStatus(401);
  }

  @Test
  @WithGatehouseUser(roles = "clerk")
  void callersLearnWhoTheyAre() {
    assertThat(mvc.get().uri("/who"))
        .hasStatusOk()
        .bodyText()
        .contains("\"kind\":\"USER\"", "\"clerk\":true", "usr_");
  }

  @Test
  @WithGatehouseUser
  void theRuleForReportsHoldsWhateverIsBehindIt() {
    assertThat(mvc.get().uri("/reports/anything"))
        .hasStatus(403)
        .bodyText()
        .contains("reports:read");
  }
}
