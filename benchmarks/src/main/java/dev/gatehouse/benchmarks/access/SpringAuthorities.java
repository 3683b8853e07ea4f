package dev.gatehouse.benchmarks.access;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.security.access.hierarchicalroles.RoleHierarchyImpl;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.authorization.AuthorityAuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;

/** Spring Security's AuthorityAuthorizationManager, one per question, as its rules for requests and methods have. */
final class SpringAuthorities {
  private static final String ROLE = "ROLE_CLERK";

  private SpringAuthorities() {}

  /** The caller's authorities are the permissions, which are compared as texts: there are no wildcards. */
  static Decider plain(Holder holder) {
    return decider(managers(holder.questions()), holder.held().toArray(String[]::new));
  }

  /** The caller's one authority is a role, and a RoleHierarchy says what it includes, step by step. */
  static Decider hierarchy(Holder holder) {
    var managers = managers(holder.questions());
    RoleHierarchyImpl hierarchy = RoleHierarchyImpl.fromHierarchy(lines(holder));
    managers.forEach(manager -> manager.setRoleHierarchy(hierarchy));
    return decider(managers, ROLE);
  }

  private static List<AuthorityAuthorizationManager<Object>> managers(List<String> questions) {
    return questions.stream().map(AuthorityAuthorizationManager::hasAuthority).toList();
  }

  private static Decider decider(
      List<AuthorityAuthorizationManager<Object>> managers, String... authorities) {
    TestingAuthenticationToken caller = new TestingAuthenticationToken("clerk", "", authorities);
    caller.setAuthenticated(true);
    Supplier<Authentication> supplier = () -> caller;
    return question -> {
      AuthorizationResult result = managers.get(question).authorize(supplier, managers);
      return result != null && result.isGranted();
    };
  }

  private static String lines(Holder holder) {
    String role = holder.held().stream()
        .map(permission -> ROLE + " > " + permission + '\n')
        .collect(Collectors.joining());
    String wildcards = holder.expanded().stream()
        .filter(permission -> !holder.held().contains(permission))
        .map(permission -> permission.replaceFirst(":.*", ":*") + " > " + permission + '\n')
        .collect(Collectors.joining());
    return role + wildcards;
  }
}
