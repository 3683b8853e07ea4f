package dev.gatehouse.benchmarks.filter;

import dev.gatehouse.benchmarks.jwt.Token;
import dev.gatehouse.benchmarks.jwt.Workload;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.rbac.RoleGrant;
import dev.gatehouse.rbac.Subject;
import dev.gatehouse.session.Authentication.Authenticated;
import dev.gatehouse.token.TokenAlgorithm;
import java.util.List;

/** 1,024 people who are logged in and have one role; their tokens are signed with HMAC, where the peers are fastest. */
final class People {
  private static final String ROLE = "clerk";

  private final Workload workload = new Workload(
      TokenAlgorithm.HS256,
      builder -> builder
          .permissions(Rule.all().stream()
              .flatMap(rule -> rule.permissions().stream())
              .toArray(String[]::new))
          .role(ROLE, role -> role.permitting(Rule.held().toArray(String[]::new)))
          .routes(routes ->
              Rule.all().forEach(rule -> routes.permission(rule.permission(), rule.pattern()))));
  private final List<String> tokens =
      workload.tokens().stream().map(Token::text).toList();
  private final List<UserId> ids = tokens.stream().map(this::owner).toList();

  People() {
    Actor setUp = Actor.system("benchmark");
    ids.forEach(id -> workload
        .gatehouse()
        .roleAssignments()
        .assign(RoleGrant.of(Subject.user(id), ROLE), setUp, ClientInfo.none()));
  }

  private UserId owner(String token) {
    var result = workload.gatehouse().authenticator().authenticate(Secret.of(token));
    if (result instanceof Authenticated owner) {
      return owner.principal().userId();
    }
    throw new IllegalStateException("a token was refused: " + result);
  }

  Workload workload() {
    return workload;
  }

  /** Returns who they are, in the text form that their tokens have as their subject. */
  List<String> names() {
    return ids.stream().map(UserId::toString).toList();
  }

  /** Returns what each of them presents, as the value of an {@code Authorization} header. */
  List<String> bearers() {
    return tokens.stream().map(token -> "Bearer " + token).toList();
  }
}
