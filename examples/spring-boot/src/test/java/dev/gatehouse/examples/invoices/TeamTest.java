package dev.gatehouse.examples.invoices;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.account.NewAccount;
import dev.gatehouse.account.User;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.rbac.Subject;
import dev.gatehouse.spring.test.WithGatehouseUser;
import dev.gatehouse.testkit.CapturedMail;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** A desk and a role come together or not at all. */
@SpringBootTest
@AutoConfigureMockMvc
@Import(TestSurroundings.class)
class TeamTest {
  @Autowired
  private MockMvcTester mvc;

  @Autowired
  private Team team;

  @Autowired
  private Gatehouse gatehouse;

  @Autowired
  private CapturedMail mail;

  private User newcomer;

  @BeforeEach
  void somebodyHasRegistered() {
    String email = "bob-" + UUID.randomUUID() + "@example.com";
    gatehouse
        .registration()
        .register(
            new NewAccount(email, Secret.of("a heron at the mill pond"), "Bob", Locale.ENGLISH),
            ClientInfo.none());
    newcomer = gatehouse.users().findByEmail(email).orElseThrow();
  }

  private void theAddressIsProven() {
    newcomer = gatehouse
        .registration()
        .verifyEmail(
            Secret.of(CapturedMail.token(mail.awaitTo(newcomer.email().display()))),
            ClientInfo.none());
  }

  private MvcTestResult hire(String role) {
    String email = newcomer.email().display();
    return mvc.post()
        .uri("/team")
        .contentType(MediaType.APPLICATION_JSON)
        .content("{\"email\":\"" + email + "\",\"desk\":\"north\",\"role\":\"" + role + "\"}")
        .exchange();
  }

  private boolean isHired() {
    return team.all().stream().anyMatch(one -> one.userId().equals(newcomer.id().toString()));
  }

  private boolean isClerk() {
    return gatehouse.access().hasRole(Subject.user(newcomer.id()), "clerk");
  }

  @Test
  @WithGatehouseUser(roles = "auth-admin", secondFactor = true)
  void administratorsHireOnce() {
    theAddressIsProven();
    assertThat(hire("clerk")).hasStatus(204);
    assertThat(isHired()).isTrue();
    assertThat(isClerk()).isTrue();
    assertThat(hire("clerk")).hasStatus(409);
  }

  @Test
  @WithGatehouseUser(roles = "auth-admin", secondFactor = true)
  void nobodyIsHiredWhoseAddressIsNotProven() {
    assertThat(hire("clerk")).hasStatus(404);
    assertThat(isHired()).isFalse();
    assertThat(isClerk()).isFalse();
  }

  @Test
  @WithGatehouseUser(roles = "auth-admin", secondFactor = true)
  void aRoleThatIsNotThereLeavesNoDeskBehind() {
    theAddressIsProven();
    assertThat(hire("clark")).hasStatus(404);
    assertThat(isHired()).isFalse();
  }

  @Test
  @WithGatehouseUser(permissions = "auth.roles:assign")
  void nobodyHiresForMoreThanTheyMayDoThemselves() {
    theAddressIsProven();
    assertThat(hire("clerk")).hasStatus(403).bodyText().contains("permission_not_held");
    assertThat(isHired()).isFalse();
    assertThat(isClerk()).isFalse();
  }

  @Test
  @WithGatehouseUser(roles = "auth-admin")
  void administratorsWithoutASecondFactorDoNothing() {
    assertThat(hire("clerk")).hasStatus(403).bodyText().contains("factor_enrolment_required");
  }

  @Test
  @WithGatehouseUser(roles = "clerk")
  void clerksDoNotHire() {
    assertThat(hire("clerk")).hasStatus(403).bodyText().contains("auth.roles:assign");
  }
}
