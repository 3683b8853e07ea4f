package dev.gatehouse.benchmarks.access;

import java.util.List;
import org.casbin.jcasbin.main.CachedEnforcer;
import org.casbin.jcasbin.main.Enforcer;
import org.casbin.jcasbin.model.Model;

/** jCasbin with roles: 200 policies of one role, which the caller has. */
final class Casbin {
  private static final String MODEL = """
      [request_definition]
      r = sub, obj, act

      [policy_definition]
      p = sub, obj, act

      [role_definition]
      g = _, _

      [policy_effect]
      e = some(where (p.eft == allow))

      [matchers]
      m = g(r.sub, p.sub) && r.obj == p.obj && (p.act == r.act || p.act == "*")
      """;

  private Casbin() {}

  static Decider plain(Holder holder) {
    return decider(new Enforcer(model()), holder);
  }

  /** Looks up its former answers; a change of the role's policies leaves them as they are. */
  static Decider cached(Holder holder) {
    return decider(new CachedEnforcer(model()), holder);
  }

  private static Model model() {
    Model model = new Model();
    model.loadModelFromText(MODEL);
    return model;
  }

  private static Decider decider(Enforcer enforcer, Holder holder) {
    for (String permission : holder.held()) {
      String[] parts = parts(permission);
      require(enforcer.addPolicy("clerk-role", parts[0], parts[1]));
    }
    require(enforcer.addRoleForUser("clerk", "clerk-role"));
    List<String[]> questions = holder.questions().stream().map(Casbin::parts).toList();
    return question ->
        enforcer.enforce("clerk", questions.get(question)[0], questions.get(question)[1]);
  }

  private static String[] parts(String permission) {
    return permission.split(":", 2);
  }

  private static void require(boolean added) {
    if (!added) {
      throw new IllegalStateException("a policy was not taken");
    }
  }
}
