package dev.gatehouse.benchmarks.jwt;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.session.Authentication;
import dev.gatehouse.session.Authentication.Authenticated;
import dev.gatehouse.session.Authenticator;
import dev.gatehouse.token.AccessTokens;
import dev.gatehouse.token.TokenVerification;
import dev.gatehouse.token.TokenVerification.Verified;
import java.security.SignatureException;

/** Gatehouse's AccessTokens, with tokens it has seen before and with tokens it has not. */
final class GatehouseVerifiers {
  private GatehouseVerifiers() {}

  static Verifier repeated(Workload work) {
    AccessTokens gatehouse = work.accessTokens();
    return token -> accept(gatehouse.verify(token.text()));
  }

  /** All that a request costs: the token, and the leased copy of its session. */
  static Verifier withSession(Workload work) {
    Authenticator authenticator = work.gatehouse().authenticator();
    return token -> {
      Authentication result = authenticator.authenticate(Secret.of(token.text()));
      if (result instanceof Authenticated authenticated) {
        return authenticated;
      }
      throw new SignatureException(result.toString());
    };
  }

  /** Forgets all tokens after each pass over them; what that costs is part of the figure. */
  static Verifier fresh(Workload work) {
    return new Verifier() {
      private AccessTokens gatehouse = work.accessTokens();
      private int seen;

      @Override
      public Object verify(Token token) throws Exception {
        if (seen == Workload.TOKENS) {
          gatehouse = work.accessTokens();
          seen = 0;
        }
        seen++;
        return accept(gatehouse.verify(token.text()));
      }
    };
  }

  private static Object accept(TokenVerification verification) throws SignatureException {
    if (verification instanceof Verified verified) {
      return verified;
    }
    throw new SignatureException(verification.toString());
  }
}
