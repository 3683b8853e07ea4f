package dev.gatehouse.benchmarks.filter;

import cn.dev33.satoken.SaManager;
import cn.dev33.satoken.filter.SaServletFilter;
import cn.dev33.satoken.filter.SaTokenContextFilterForJakartaServlet;
import cn.dev33.satoken.jwt.StpLogicJwtForStateless;
import cn.dev33.satoken.router.SaRouter;
import cn.dev33.satoken.stp.StpInterface;
import cn.dev33.satoken.stp.StpLogic;
import cn.dev33.satoken.stp.StpUtil;
import cn.dev33.satoken.strategy.SaStrategy;
import jakarta.servlet.ServletContext;
import java.util.List;

/** Sa-Token's SaServletFilter behind the filter that sets its context. */
final class SaToken {
  private SaToken() {}

  /** Its own tokens, signed with HMAC and verified each time; nothing is stored. */
  static Door jwt(People people, ServletContext servlets) {
    SaManager.getConfig().setJwtSecretKey("0123456789abcdef0123456789abcdef");
    return door(people, servlets, new StpLogicJwtForStateless());
  }

  /** Random texts that are looked up in memory; no JWT. */
  static Door opaque(People people, ServletContext servlets) {
    return door(people, servlets, new StpLogic(StpUtil.TYPE));
  }

  private static Door door(People people, ServletContext servlets, StpLogic logic) {
    SaManager.getConfig().setIsPrint(false).setIsLog(false);
    matchCheaply();
    SaManager.setStpInterface(new InMemory(Rule.held()));
    StpUtil.setStpLogic(logic);
    List<String> tokens =
        people.names().stream().map(StpUtil::createLoginSession).toList();
    SaServletFilter filter = new SaServletFilter()
        .addInclude("/**")
        .setAuth(unused -> Rule.all().forEach(SaToken::check))
        .setError(refusal -> "refused");
    return new ServletDoor(
        servlets,
        StpUtil.getTokenName(),
        tokens,
        List.of(new SaTokenContextFilterForJakartaServlet(), filter));
  }

  private static void check(Rule rule) {
    SaRouter.match(rule.pattern(), () -> StpUtil.checkPermission(rule.permission()));
  }

  /** Instead of its Spring Boot starter's matcher: looks at the beginning of the path only, which costs least. */
  private static void matchCheaply() {
    SaStrategy.instance.routeMatcher =
        (pattern, path) -> path.regionMatches(0, pattern, 0, pattern.length() - "**".length());
  }

  private record InMemory(List<String> permissions) implements StpInterface {
    @Override
    public List<String> getPermissionList(Object loginId, String loginType) {
      return permissions;
    }

    @Override
    public List<String> getRoleList(Object loginId, String loginType) {
      return List.of();
    }
  }
}
