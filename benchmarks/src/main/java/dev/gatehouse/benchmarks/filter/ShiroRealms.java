package dev.gatehouse.benchmarks.filter;

import com.auth0.jwt.JWTVerifier;
import com.auth0.jwt.exceptions.JWTVerificationException;
import java.util.stream.Collectors;
import org.apache.shiro.authc.AuthenticationException;
import org.apache.shiro.authc.AuthenticationInfo;
import org.apache.shiro.authc.AuthenticationToken;
import org.apache.shiro.authc.BearerToken;
import org.apache.shiro.authc.SimpleAuthenticationInfo;
import org.apache.shiro.authc.UsernamePasswordToken;
import org.apache.shiro.authc.credential.AllowAllCredentialsMatcher;
import org.apache.shiro.authz.AuthorizationInfo;
import org.apache.shiro.authz.Permission;
import org.apache.shiro.authz.SimpleAuthorizationInfo;
import org.apache.shiro.authz.permission.WildcardPermission;
import org.apache.shiro.realm.AuthorizingRealm;
import org.apache.shiro.subject.PrincipalCollection;

/** Where Shiro learns who somebody is and what they may do: from memory, with permissions that are parsed already. */
abstract class ShiroRealms extends AuthorizingRealm {
  private final SimpleAuthorizationInfo held = new SimpleAuthorizationInfo();

  private ShiroRealms(Class<? extends AuthenticationToken> credential) {
    setAuthenticationTokenClass(credential);
    setCredentialsMatcher(new AllowAllCredentialsMatcher());
    held.setObjectPermissions(Rule.held().stream()
        .<Permission>map(WildcardPermission::new)
        .collect(Collectors.toUnmodifiableSet()));
  }

  @Override
  protected AuthorizationInfo doGetAuthorizationInfo(PrincipalCollection principals) {
    return held;
  }

  /** Lets in whoever presents a good token. */
  static final class Bearer extends ShiroRealms {
    private final JWTVerifier verifier;

    Bearer(JWTVerifier verifier) {
      super(BearerToken.class);
      this.verifier = verifier;
    }

    @Override
    protected AuthenticationInfo doGetAuthenticationInfo(AuthenticationToken token) {
      String text = ((BearerToken) token).getToken();
      try {
        return new SimpleAuthenticationInfo(verifier.verify(text).getSubject(), text, getName());
      } catch (JWTVerificationException e) {
        throw new AuthenticationException(e);
      }
    }
  }

  /** Lets everybody log in. */
  static final class Everybody extends ShiroRealms {
    Everybody() {
      super(UsernamePasswordToken.class);
    }

    @Override
    protected AuthenticationInfo doGetAuthenticationInfo(AuthenticationToken token) {
      return new SimpleAuthenticationInfo(token.getPrincipal(), "", getName());
    }
  }
}
