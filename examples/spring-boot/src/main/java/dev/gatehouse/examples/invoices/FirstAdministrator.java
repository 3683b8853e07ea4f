package dev.gatehouse.examples.invoices;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.account.User;
import dev.gatehouse.account.UserStatus;
import dev.gatehouse.event.Event;
import dev.gatehouse.event.EventType;
import dev.gatehouse.event.Subscription;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.rbac.BuiltInRoles;
import dev.gatehouse.rbac.RoleGrant;
import dev.gatehouse.rbac.Subject;
import java.util.Optional;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Makes the owner of the address in {@code invoices.administrator} an administrator when they have set a password by the mail of
 * "forgot password", while nobody is one. From then on administrators appoint each other.
 *
 * <p>The proof of an address is not enough: a stranger can register it with a password of their own, and the owner who follows
 * the link in that mail puts it in force. The reader of a reset mail chooses the password, and all sessions before it end.
 */
@Component
class FirstAdministrator implements DisposableBean {
  private final Gatehouse gatehouse;
  private final String address;
  private final Subscription subscription;

  FirstAdministrator(Gatehouse gatehouse, @Value("${invoices.administrator:}") String address) {
    this.gatehouse = gatehouse;
    this.address = address;
    this.subscription = gatehouse.events().listen(EventType.PASSWORD_RESET_COMPLETED, this::reset);
  }

  private void reset(Event event) {
    gatehouse
        .users()
        .findByEmail(address)
        .filter(user -> user.status() == UserStatus.ACTIVE && nobodyIsOne())
        .map(User::id)
        .filter(id -> event.subject().filter(id::equals).isPresent())
        .ifPresent(id -> appoint(id, event));
  }

  private boolean nobodyIsOne() {
    return gatehouse
        .roleAssignments()
        .holders(BuiltInRoles.ADMINISTRATOR, Optional.empty(), 1)
        .isEmpty();
  }

  private void appoint(UserId id, Event event) {
    RoleGrant grant = RoleGrant.of(Subject.user(id), BuiltInRoles.ADMINISTRATOR);
    gatehouse
        .roleAssignments()
        .assign(grant.because("first administrator"), Actor.system("setup"), event.client());
  }

  @Override
  public void destroy() {
    subscription.close();
  }
}
