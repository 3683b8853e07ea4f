package dev.gatehouse.examples.invoices;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.account.NewAccount;
import dev.gatehouse.account.User;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.rbac.BuiltInRoles;
import dev.gatehouse.rbac.RoleGrant;
import dev.gatehouse.rbac.Subject;
import dev.gatehouse.testkit.CapturedMail;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;

/** Only whoever chose the password by the mail becomes the first administrator, and only the first. */
@SpringBootTest(properties = "invoices.administrator=root@example.com")
@Import(TestSurroundings.class)
@DirtiesContext(classMode = DirtiesContext.ClassMode.AFTER_EACH_TEST_METHOD)
class FirstAdministratorTest {
  private static final String ROOT = "root@example.com";
  private static final Secret ANYBODYS = Secret.of("a heron at the mill pond");
  private static final Secret OWNERS = Secret.of("two swifts over the weir");

  @Autowired
  private Gatehouse gatehouse;

  @Autowired
  private CapturedMail mail;

  @BeforeEach
  void somebodyRegistersTheAddress() {
    register(ROOT);
  }

  private void register(String address) {
    gatehouse
        .registration()
        .register(new NewAccount(address, ANYBODYS, "", Locale.ENGLISH), ClientInfo.none());
  }

  private User proveTheAddress(String address) {
    return gatehouse
        .registration()
        .verifyEmail(Secret.of(CapturedMail.token(mail.awaitTo(address))), ClientInfo.none());
  }

  private User resetByMail() {
    mail.awaitTo(ROOT);
    mail.clear();
    gatehouse.passwordReset().request(ROOT, ClientInfo.none());
    return gatehouse.passwordReset().reset(token(), OWNERS, ClientInfo.none());
  }

  private Secret token() {
    return Secret.of(CapturedMail.token(mail.awaitTo(ROOT)));
  }

  private boolean isAdministrator(User user) {
    return gatehouse.access().hasRole(Subject.user(user.id()), BuiltInRoles.ADMINISTRATOR);
  }

  @Test
  void theProofAloneAppointsNobodyForTheRegistrantsPasswordIsInForce() {
    User proven = proveTheAddress(ROOT);
    assertThat(isAdministrator(proven)).isFalse();
    assertThat(isAdministrator(resetByMail())).isTrue();
  }

  @Test
  void aResetThatIsTheProofAppoints() {
    assertThat(isAdministrator(resetByMail())).isTrue();
  }

  @Test
  void nobodyIsAppointedBesideAnAdministrator() {
    register("eve@example.com");
    User eve = proveTheAddress("eve@example.com");
    gatehouse
        .roleAssignments()
        .assign(
            RoleGrant.of(Subject.user(eve.id()), BuiltInRoles.ADMINISTRATOR),
            Actor.system("test"),
            ClientInfo.none());
    assertThat(isAdministrator(resetByMail())).isFalse();
  }
}
