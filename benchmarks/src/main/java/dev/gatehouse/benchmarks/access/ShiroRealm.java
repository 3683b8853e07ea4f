package dev.gatehouse.benchmarks.access;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.shiro.authc.AuthenticationInfo;
import org.apache.shiro.authc.AuthenticationToken;
import org.apache.shiro.authz.AuthorizationInfo;
import org.apache.shiro.authz.Permission;
import org.apache.shiro.authz.SimpleAuthorizationInfo;
import org.apache.shiro.authz.permission.WildcardPermission;
import org.apache.shiro.cache.MemoryConstrainedCacheManager;
import org.apache.shiro.realm.AuthorizingRealm;
import org.apache.shiro.subject.PrincipalCollection;
import org.apache.shiro.subject.SimplePrincipalCollection;

/** Apache Shiro's AuthorizingRealm with its cache of what people may do. */
final class ShiroRealm extends AuthorizingRealm {
  private static final PrincipalCollection CLERK = new SimplePrincipalCollection("clerk", "bench");

  private final SimpleAuthorizationInfo info;

  private ShiroRealm(SimpleAuthorizationInfo info) {
    super(new MemoryConstrainedCacheManager());
    this.info = info;
    setAuthorizationCachingEnabled(true);
  }

  /** The realm hands out texts, and every text is parsed again for each question: Shiro caches the texts only. */
  static Decider texts(Holder holder) {
    SimpleAuthorizationInfo info = new SimpleAuthorizationInfo();
    info.setStringPermissions(Set.copyOf(holder.held()));
    ShiroRealm realm = new ShiroRealm(info);
    List<String> questions = holder.questions();
    return question -> realm.isPermitted(CLERK, questions.get(question));
  }

  /** The realm hands out parsed permissions, and the question is parsed, too: Shiro at its fastest. */
  static Decider parsed(Holder holder) {
    SimpleAuthorizationInfo info = new SimpleAuthorizationInfo();
    info.setObjectPermissions(holder.held().stream()
        .<Permission>map(WildcardPermission::new)
        .collect(Collectors.toUnmodifiableSet()));
    ShiroRealm realm = new ShiroRealm(info);
    List<Permission> questions =
        holder.questions().stream().<Permission>map(WildcardPermission::new).toList();
    return question -> realm.isPermitted(CLERK, questions.get(question));
  }

  @Override
  protected AuthorizationInfo doGetAuthorizationInfo(PrincipalCollection principals) {
    return info;
  }

  @Override
  protected AuthenticationInfo doGetAuthenticationInfo(AuthenticationToken token) {
    throw new UnsupportedOperationException("nobody logs in");
  }
}
