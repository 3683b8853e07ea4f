package dev.gatehouse.spring.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.account.StatusChange;
import dev.gatehouse.account.User;
import dev.gatehouse.account.UserStatus;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.rbac.Subject;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.web.servlet.AutoConfigureMockMvc;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.TestContextManager;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Whoever a test names is subject to every rule of the application. */
@SpringBootTest
@AutoConfigureMockMvc
final class WithGatehouseUserTest {
  @Autowired
  private MockMvcTester mvc;

  @Autowired
  private Gatehouse gatehouse;

  @Retention(RetentionPolicy.RUNTIME)
  @WithGatehouseUser(roles = "clerk")
  @interface AsClerk {}

  private MvcTestResult get(String path) {
    return mvc.get().uri(path).exchange();
  }

  private void assertRefused(String path, int status, String... words) {
    assertThat(get(path)).hasStatus(status);
    assertThat(get(path)).bodyText().contains(words);
  }

  @Test
  void withoutItNobodyAsks() {
    assertRefused("/who", 401, "authentication_required");
    assertThat(get("/open")).hasStatusOk().bodyText().isEqualTo("ANONYMOUS");
  }

  @Test
  @WithGatehouseUser
  void everybodyAgreesOnWhoAsks() {
    assertThat(get("/who"))
        .hasStatusOk()
        .bodyText()
        .isEqualTo("agree: true, clerk: false, [FACTOR_PASSWORD]");
    assertThat(get("/open")).bodyText().isEqualTo("USER");
  }

  @Test
  @WithGatehouseUser
  void whoeverLacksAPermissionIsRefusedByAnnotationAndByRoute() {
    assertRefused("/invoices", 403, "permission_denied", "invoices:read");
    assertRefused("/reports", 403, "permission_denied", "reports:read");
  }

  @Test
  @WithGatehouseUser(permissions = "invoices:read")
  void aPermissionOpensWhatItNamesAndNothingElse() {
    assertThat(get("/invoices")).hasStatusOk();
    assertRefused("/reports", 403, "reports:read");
    assertThat(get("/who"))
        .bodyText()
        .isEqualTo("agree: true, clerk: false, [FACTOR_PASSWORD, invoices:read]");
  }

  @Test
  @AsClerk
  void aRoleIsHeldAlsoByAnAnnotationOfTheApplications() {
    assertThat(get("/invoices")).hasStatusOk();
    assertThat(get("/who"))
        .bodyText()
        .isEqualTo(
            "agree: true, clerk: true, [FACTOR_PASSWORD, ROLE_clerk, invoices:read, invoices:write]");
  }

  @Test
  @WithGatehouseUser(recentLogin = false)
  void aLoginThatWasLongAgoIsAskedForAgain() {
    assertRefused("/danger", 401, "step_up_required");
    assertThat(get("/who")).hasStatusOk();
  }

  @Test
  @WithGatehouseUser
  void aLoginOfNowIsRecent() {
    assertThat(get("/danger")).bodyText().isEqualTo("done");
  }

  @Test
  @WithGatehouseUser(roles = "treasurer")
  void aPolicyThatAsksForASecondFactorDoesSoHere() {
    assertRefused("/invoices", 403, "factor_enrolment_required");
  }

  @Test
  @WithGatehouseUser(roles = "treasurer", secondFactor = true, recentLogin = false)
  void aSecondFactorThatWasProvenCounts() {
    assertThat(get("/invoices")).hasStatusOk();
    assertThat(get("/who")).bodyText().contains("FACTOR_PASSWORD, FACTOR_TOTP");
    assertRefused("/danger", 401, "step_up_required");
  }

  @Test
  @WithGatehouseUser(roles = "clerk")
  void aCredentialOfTheRequestsOwnIsKept() {
    assertThat(mvc.get().uri("/who").header("Authorization", "")).hasStatus(401);
    assertThat(mvc.get().uri("/who").header("Authorization", "Bearer not.a.token"))
        .hasStatus(401);
    assertThat(mvc.get().uri("/who").header("X-Api-Key", "ak_live_none")).hasStatus(401);
  }

  @Test
  @WithGatehouseUser
  void asyncDispatchesKeepTheCaller() {
    assertThat(get("/later")).hasStatusOk().bodyText().startsWith("later for usr_");
  }

  @RepeatedTest(2)
  @WithGatehouseUser(email = "ada@example.com", name = "Ada", roles = "clerk")
  void anAddressIsOneAccountWithTheseRolesWhateverHasBecomeOfIt() {
    assertThat(get("/invoices")).hasStatusOk();
    User ada = gatehouse.users().findByEmail("ada@example.com").orElseThrow();
    assertThat(ada.name()).isEqualTo("Ada");
    StatusChange blocked = new StatusChange(UserStatus.BLOCKED, "test", Optional.empty());
    User after =
        gatehouse.users().changeStatus(ada.id(), blocked, TestAccounts.TESTS, ClientInfo.none());
    assertThat(after.status()).isEqualTo(UserStatus.BLOCKED);
    assertRefused("/invoices", 401, "session_ended");
  }

  @Nested
  @WithGatehouseUser(permissions = "reports:read")
  class OnAClass {
    @Test
    void itHoldsForAllTests() {
      assertThat(get("/reports")).hasStatusOk();
    }

    @Test
    @WithGatehouseUser
    void unlessTheMethodSaysOtherwise() {
      assertThat(get("/reports")).hasStatus(403);
    }
  }

  @org.springframework.test.context.ContextConfiguration(classes = WithoutGatehouse.Empty.class)
  static class WithoutGatehouse {
    static class Empty {}

    @WithGatehouseUser
    void test() {}
  }

  static class Misnamed extends WithGatehouseUserTestBase {
    @WithGatehouseUser(permissions = "invoice:read")
    void permission() {}

    @WithGatehouseUser(roles = "clark")
    void role() {}
  }

  @SpringBootTest
  @AutoConfigureMockMvc
  abstract static class WithGatehouseUserTestBase {}

  @Test
  void whatCannotWorkSaysWhy() throws Exception {
    assertThatThrownBy(() -> begin(new WithoutGatehouse(), "test"))
        .hasStackTraceContaining("has no Gatehouse");
    assertThatThrownBy(() -> begin(new Misnamed(), "permission"))
        .hasStackTraceContaining("invoices:read");
    assertThatThrownBy(() -> begin(new Misnamed(), "role")).hasStackTraceContaining("clark");
  }

  static class Foreign extends WithGatehouseUserTestBase {
    @WithGatehouseUser(email = "somebody@example.com", roles = "clerk")
    void test() {}
  }

  @Test
  void anAccountOfSomebodyElseStaysAsItIs() {
    User somebody = gatehouse
        .users()
        .importUser(
            "somebody@example.com",
            "Somebody",
            Locale.ENGLISH,
            new TestPasswords("another secret").importable("somebody@example.com"),
            TestAccounts.TESTS);
    StatusChange blocked = new StatusChange(UserStatus.BLOCKED, "test", Optional.empty());
    User before = gatehouse
        .users()
        .changeStatus(somebody.id(), blocked, TestAccounts.TESTS, ClientInfo.none());
    assertThatThrownBy(() -> begin(new Foreign(), "test"))
        .hasStackTraceContaining("it is none of @WithGatehouseUser");
    assertThat(gatehouse.users().find(before.id()).orElseThrow().status())
        .isEqualTo(UserStatus.BLOCKED);
    assertThat(gatehouse.roleAssignments().of(Subject.user(before.id()))).isEmpty();
  }

  static class Another extends WithGatehouseUserTestBase {
    @WithGatehouseUser
    void test() {}
  }

  @Test
  void itEndsWithItsTest() throws Exception {
    Another another = new Another();
    TestContextManager manager = begin(another, "test");
    assertThat(get("/who")).hasStatusOk();
    manager.afterTestMethod(another, Another.class.getDeclaredMethod("test"), null);
    assertThat(get("/who")).hasStatus(401);
  }

  private static TestContextManager begin(Object test, String method) throws Exception {
    TestContextManager manager = new TestContextManager(test.getClass());
    manager.prepareTestInstance(test);
    manager.beforeTestMethod(test, test.getClass().getDeclaredMethod(method));
    return manager;
  }
}
