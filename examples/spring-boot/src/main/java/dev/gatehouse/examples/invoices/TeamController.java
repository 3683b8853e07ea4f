package dev.gatehouse.examples.invoices;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.account.User;
import dev.gatehouse.account.UserStatus;
import dev.gatehouse.guard.RequiresPermission;
import dev.gatehouse.guard.RequiresRecentLogin;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.UserPrincipal;
import java.util.List;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** The team, by permissions of Gatehouse itself: whoever may give roles may hire. */
@RestController
@RequestMapping("/team")
class TeamController {

  /** What a client sends to hire somebody who has an account. */
  record Hiring(String email, String desk, String role) {}

  private final Team team;
  private final Gatehouse gatehouse;

  TeamController(Team team, Gatehouse gatehouse) {
    this.team = team;
    this.gatehouse = gatehouse;
  }

  @GetMapping
  @RequiresPermission("auth.users:read")
  List<Team.Member> all() {
    return team.all();
  }

  /**
   * A {@code UserPrincipal} is a person: whoever comes with an API key is refused. Nobody is hired whose address is not proven:
   * the account may be a stranger's.
   */
  @PostMapping
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @RequiresPermission("auth.roles:assign")
  @RequiresRecentLogin
  void hire(@RequestBody Hiring wanted, UserPrincipal caller, ClientInfo client) {
    User who = gatehouse
        .users()
        .findByEmail(wanted.email())
        .filter(user -> user.status() == UserStatus.ACTIVE)
        .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    try {
      team.hire(who.id(), wanted.desk(), wanted.role(), Actor.user(caller.userId()), client);
    } catch (DuplicateKeyException e) {
      throw new ResponseStatusException(HttpStatus.CONFLICT, "has a desk already", e);
    }
  }
}
