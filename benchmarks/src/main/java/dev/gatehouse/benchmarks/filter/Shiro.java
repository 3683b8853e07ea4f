package dev.gatehouse.benchmarks.filter;

import dev.gatehouse.benchmarks.jwt.Auth0;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletContext;
import java.util.ArrayList;
import java.util.List;
import org.apache.shiro.authc.UsernamePasswordToken;
import org.apache.shiro.cache.MemoryConstrainedCacheManager;
import org.apache.shiro.mgt.DefaultSessionStorageEvaluator;
import org.apache.shiro.mgt.DefaultSubjectDAO;
import org.apache.shiro.realm.AuthorizingRealm;
import org.apache.shiro.subject.Subject;
import org.apache.shiro.web.filter.mgt.DefaultFilterChainManager;
import org.apache.shiro.web.filter.mgt.PathMatchingFilterChainResolver;
import org.apache.shiro.web.mgt.DefaultWebSecurityManager;
import org.apache.shiro.web.mgt.WebSecurityManager;
import org.apache.shiro.web.servlet.AbstractShiroFilter;
import org.apache.shiro.web.session.mgt.DefaultWebSessionManager;
import org.apache.shiro.web.subject.WebSubject;
import org.springframework.mock.web.MockFilterConfig;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** Apache Shiro's filter with a chain of its own filters for each rule. */
final class Shiro {
  private Shiro() {}

  /** The same tokens as everybody's, verified by java-jwt, the fastest of the peers; no session. */
  static Door bearer(People people, ServletContext servlets) throws Exception {
    DefaultWebSecurityManager manager =
        manager(new ShiroRealms.Bearer(Auth0.verifier(people.workload().key())));
    DefaultSessionStorageEvaluator never = new DefaultSessionStorageEvaluator();
    never.setSessionStorageEnabled(false);
    ((DefaultSubjectDAO) manager.getSubjectDAO()).setSessionStorageEvaluator(never);
    Filter filter = new Front(manager, "noSessionCreation, authcBearer", servlets);
    return new ServletDoor(servlets, "Authorization", people.bearers(), List.of(filter));
  }

  /** Shiro's own sessions in memory, found by a cookie; no JWT. */
  static Door session(People people, ServletContext servlets) throws Exception {
    DefaultWebSecurityManager manager = manager(new ShiroRealms.Everybody());
    manager.setSessionManager(new DefaultWebSessionManager());
    List<String> cookies = new ArrayList<>();
    for (String name : people.names()) {
      Subject subject = new WebSubject.Builder(
              manager, new MockHttpServletRequest(servlets), new MockHttpServletResponse())
          .buildWebSubject();
      subject.login(new UsernamePasswordToken(name, ""));
      cookies.add("JSESSIONID=" + subject.getSession().getId());
    }
    Filter filter = new Front(manager, "authc", servlets);
    return new ServletDoor(servlets, "Cookie", cookies, List.of(filter));
  }

  private static DefaultWebSecurityManager manager(AuthorizingRealm realm) {
    DefaultWebSecurityManager manager = new DefaultWebSecurityManager();
    manager.setCacheManager(new MemoryConstrainedCacheManager());
    manager.setRealm(realm);
    return manager;
  }

  /** What its environment sets up in a container. */
  private static final class Front extends AbstractShiroFilter {
    Front(WebSecurityManager manager, String authentication, ServletContext servlets)
        throws Exception {
      DefaultFilterChainManager chains = new DefaultFilterChainManager(config(servlets));
      chains.setGlobalFilters(List.of("invalidRequest"));
      for (Rule rule : Rule.all()) {
        chains.createChain(
            rule.pattern(), authentication + ", perms[\"" + rule.permission() + "\"]");
      }
      PathMatchingFilterChainResolver resolver = new PathMatchingFilterChainResolver();
      resolver.setFilterChainManager(chains);
      setSecurityManager(manager);
      setFilterChainResolver(resolver);
      init(config(servlets));
    }

    private static MockFilterConfig config(ServletContext servlets) {
      return new MockFilterConfig(servlets, "shiro");
    }
  }
}
