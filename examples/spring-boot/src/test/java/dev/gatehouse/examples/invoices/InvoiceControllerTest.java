package dev.gatehouse.examples.invoices;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.spring.test.WithGatehouseUser;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.test.context.transaction.AfterTransaction;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.transaction.annotation.Transactional;

/** The whole application with its database: who may do what with invoices. */
@SpringBootTest
@AutoConfigureMockMvc
@Import(TestSurroundings.class)
class InvoiceControllerTest {
  @Autowired
  private MockMvcTester mvc;

  @Autowired
  private Invoices invoices;

  @Autowired
  private Gatehouse gatehouse;

  private MvcTestResult post(String path, String json) {
    return mvc.post()
        .uri(path)
        .contentType(MediaType.APPLICATION_JSON)
        .content(json)
        .exchange();
  }

  @Test
  void nobodySeesInvoicesWithoutLoggingIn() {
    assertThat(mvc.get().uri("/invoices")).hasStatus(401);
    assertThat(mvc.get().uri("/")).hasStatusOk();
  }

  @Test
  @WithGatehouseUser
  void whoeverHasNoRoleIsToldWhatIsMissing() {
    assertThat(mvc.get().uri("/invoices"))
        .hasStatus(403)
        .bodyText()
        .contains("permission_denied", "invoices:read");
  }

  @Test
  @WithGatehouseUser(roles = "auditor")
  void auditorsReadAndDoNotWrite() {
    assertThat(mvc.get().uri("/invoices")).hasStatusOk();
    assertThat(mvc.get().uri("/reports/total")).hasStatusOk();
    assertThat(post("/invoices", "{\"customer\":\"Mill Pond Ltd\",\"cents\":4200}"))
        .hasStatus(403)
        .bodyText()
        .contains("invoices:write");
  }

  @Test
  @WithGatehouseUser(email = "ann@example.com", roles = "clerk")
  void clerksWriteInTheirOwnName() {
    assertThat(post("/invoices", "{\"customer\":\"Mill Pond Ltd\",\"cents\":4200}"))
        .hasStatus(201)
        .bodyText()
        .contains("Mill Pond Ltd", "usr_");
    assertThat(mvc.get().uri("/reports/total")).hasStatus(403);
  }

  @Test
  @Transactional
  @WithGatehouseUser(email = "tom@example.com", roles = "clerk")
  void whatATestWritesCanBeRolledBack() {
    assertThat(post("/invoices", "{\"customer\":\"Vanishing Ltd\",\"cents\":1}"))
        .hasStatus(201);
  }

  @AfterTransaction
  void theUserOfThatTestIsStillThere() {
    assertThat(gatehouse.users().findByEmail("tom@example.com")).isPresent();
    assertThat(invoices.all()).noneMatch(one -> one.customer().equals("Vanishing Ltd"));
  }

  @Test
  @WithGatehouseUser(roles = "clerk", recentLogin = false)
  void moneyAsksForARecentLogin() {
    Invoice open = invoices.add(new NewInvoice("Heron & Sons", 100), "test");
    assertThat(post("/invoices/" + open.id() + "/payment", ""))
        .hasStatus(401)
        .bodyText()
        .contains("step_up_required");
  }

  @Test
  @WithGatehouseUser(permissions = "invoices:write")
  void aRecentLoginIsEnough() {
    Invoice open = invoices.add(new NewInvoice("Heron & Sons", 100), "test");
    assertThat(post("/invoices/" + open.id() + "/payment", ""))
        .hasStatusOk()
        .bodyText()
        .contains("\"paid\":true");
    assertThat(post("/invoices/0/payment", "")).hasStatus(404);
  }
}
