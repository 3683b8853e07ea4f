package dev.gatehouse.examples.invoices;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.account.User;
import dev.gatehouse.event.Event;
import dev.gatehouse.event.EventType;
import dev.gatehouse.event.Subscription;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.rbac.BuiltInRoles;
import dev.gatehouse.rbac.RoleGrant;
import dev.gatehouse.rbac.Subject;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Makes the owner of the address in {@code invoices.administrator} an administrator when they have proven that it is theirs.
 * From then on administrators appoint each other.
 */
@Component
class FirstAdministrator implements DisposableBean {
  private final Gatehouse gatehouse;
  private final String address;
  private final Subscription subscription;

  FirstAdministrator(Gatehouse gatehouse, @Value("${invoices.administrator:}") String address) {
    this.gatehouse = gatehouse;
    this.address = address;
    this.subscription = gatehouse.events().listen(EventType.USER_EMAIL_VERIFIED, this::verified);
  }

  private void verified(Event event) {
    gatehouse
        .users()
        .findByEmail(address)
        .map(User::id)
        .filter(id -> event.subject().filter(id::equals).isPresent())
        .ifPresent(id -> appoint(id, event));
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
