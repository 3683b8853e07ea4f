package dev.gatehouse.benchmarks.jwt;

import dev.gatehouse.token.AccessTokens;
import dev.gatehouse.token.TokenVerification;
import dev.gatehouse.token.TokenVerification.Verified;
import java.security.SignatureException;

/** Gatehouse's AccessTokens, with tokens it has seen before and with tokens it has not. */
final class GatehouseVerifiers {
  private GatehouseVerifiers() {}

  static Verifier repeated(Workload work) {
    AccessTokens gatehouse = work.gatehouse();
    return token -> accept(gatehouse.verify(token.text()));
  }

  /** Forgets all tokens after each pass over them; what that costs is part of the figure. */
  static Verifier fresh(Workload work) {
    return new Verifier() {
      private AccessTokens gatehouse = work.gatehouse();
      private int seen;

      @Override
      public Object verify(Token token) throws Exception {
        if (seen == Workload.TOKENS) {
          gatehouse = work.gatehouse();
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
