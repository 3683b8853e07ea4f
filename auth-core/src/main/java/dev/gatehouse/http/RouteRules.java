package dev.gatehouse.http;

import dev.gatehouse.guard.Authenticated;
import dev.gatehouse.guard.CallerKind;
import dev.gatehouse.guard.PermissionHeld;
import dev.gatehouse.guard.RecentLogin;
import dev.gatehouse.guard.Requirement;
import dev.gatehouse.guard.RoleHeld;
import dev.gatehouse.principal.Principal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who may ask for which of the host's routes. The first rule that fits decides; a request that fits none is refused,
 * whoever asks. Rules that could never decide anything are refused when the rules are built.
 */
public final class RouteRules {
  private final List<Rule> rules;

  private RouteRules(List<Rule> rules) {
    this.rules = List.copyOf(rules);
  }

  /** Starts with no rule, which refuses everything. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns what the first rule that fits asks for; empty if there is none. */
  Optional<Demand> find(String method, List<String> path) {
    for (Rule rule : rules) {
      if (rule.route().serves(method, path)) {
        return Optional.of(rule.demand());
      }
    }
    return Optional.empty();
  }

  /** Returns the routes in the order they are tried. */
  public List<Route> routes() {
    return rules.stream().map(Rule::route).toList();
  }

  List<Rule> rules() {
    return rules;
  }

  record Rule(Route route, Demand demand) {}

  /** Collects rules in the order they are tried. */
  public static final class Builder {
    private final List<Rule> rules = new ArrayList<>();

    private Builder() {}

    /** Opens these paths to everybody, for every method. */
    public Builder permitAll(String... templates) {
      for (String template : templates) {
        require(Route.of(template));
      }
      return this;
    }

    /** Opens these paths to every caller who has proven who they are, for every method. */
    public Builder authenticated(String... templates) {
      for (String template : templates) {
        require(Route.of(template), new Authenticated());
      }
      return this;
    }

    /** Opens these paths to people who logged in at most {@code maxAge} ago, for every method. */
    public Builder recentLogin(Duration maxAge, String... templates) {
      for (String template : templates) {
        require(Route.of(template), new Authenticated(), new RecentLogin(maxAge));
      }
      return this;
    }

    /** Opens these paths to callers who hold a permission, for every method. */
    public Builder permission(String permission, String... templates) {
      for (String template : templates) {
        require(Route.of(template), PermissionHeld.of(permission));
      }
      return this;
    }

    /** Opens these paths to callers who have a role, for every method. */
    public Builder role(String role, String... templates) {
      for (String template : templates) {
        require(Route.of(template), RoleHeld.of(role));
      }
      return this;
    }

    /** Opens these paths to callers of one kind, for every method. */
    public Builder only(Principal.Kind kind, String... templates) {
      for (String template : templates) {
        require(Route.of(template), CallerKind.of(kind));
      }
      return this;
    }

    /**
     * Opens one route to callers who meet all conditions, which are tried in order; no condition opens it to everybody.
     *
     * @throws IllegalArgumentException if a rule before it already decides every such request
     */
    public Builder require(Route route, Requirement... requirements) {
      for (Rule earlier : rules) {
        if (earlier.route().covers(route)) {
          throw new IllegalArgumentException("the rule for \"" + route + "\" would never decide: \""
              + earlier.route() + "\" stands before it and fits every such request;"
              + " put the narrower rule first, or drop one of them");
        }
      }
      rules.add(new Rule(route, new Demand(route.toString(), List.of(requirements))));
      return this;
    }

    /** Ends the list. */
    public RouteRules build() {
      return new RouteRules(rules);
    }
  }
}
