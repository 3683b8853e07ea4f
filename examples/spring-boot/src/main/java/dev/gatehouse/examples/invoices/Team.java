package dev.gatehouse.examples.invoices;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.rbac.RoleGrant;
import dev.gatehouse.rbac.Subject;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Who works at which desk: a table of the application's own that belongs together with roles of Gatehouse. */
@Service
class Team {

  /** Somebody at a desk. */
  record Member(String userId, String desk) {}

  private final JdbcClient jdbc;
  private final Gatehouse gatehouse;

  Team(JdbcClient jdbc, Gatehouse gatehouse) {
    this.jdbc = jdbc;
    this.gatehouse = gatehouse;
  }

  List<Member> all() {
    return jdbc.sql("select user_id, desk from team order by desk")
        .query((row, number) -> new Member(row.getString(1), row.getString(2)))
        .list();
  }

  /**
   * Gives somebody a desk and a role. One transaction: the row, the role and its record in the audit trail are there together or
   * not at all, also if Gatehouse refuses because the actor does not hold what the role grants.
   */
  @Transactional
  public void hire(UserId who, String desk, String role, Actor by, ClientInfo client) {
    jdbc.sql("insert into team (user_id, desk) values (?, ?)")
        .params(who.toString(), desk)
        .update();
    gatehouse
        .roleAssignments()
        .assign(RoleGrant.of(Subject.user(who), role).because("works at " + desk), by, client);
  }
}
