package dev.gatehouse.benchmarks.jwt;

import dev.gatehouse.token.TokenAlgorithm;
import java.util.EnumSet;

/** Who verifies. */
enum Subject {
  GATEHOUSE_REPEATED("**Gatehouse**, token seen before"),
  GATEHOUSE_SESSION("**Gatehouse**, token seen before, and its session checked"),
  GATEHOUSE_NEW("**Gatehouse**, new token"),
  BARE_BOUNCY_CASTLE("bare Bouncy Castle signature check"),
  BARE_JCA("bare JCA signature check"),
  JOSE4J("jose4j"),
  NIMBUS("nimbus-jose-jwt"),
  JJWT("jjwt"),
  AUTH0("auth0 java-jwt"),
  SPRING("Spring NimbusJwtDecoder");

  private final String title;

  Subject(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  boolean supports(TokenAlgorithm algorithm) {
    return algorithm != TokenAlgorithm.EDDSA || (this != AUTH0 && this != SPRING);
  }

  boolean isPeer() {
    return EnumSet.range(JOSE4J, SPRING).contains(this);
  }

  Verifier verifier(Workload work) throws Exception {
    return switch (this) {
      case GATEHOUSE_REPEATED -> GatehouseVerifiers.repeated(work);
      case GATEHOUSE_SESSION -> GatehouseVerifiers.withSession(work);
      case GATEHOUSE_NEW -> GatehouseVerifiers.fresh(work);
      case BARE_BOUNCY_CASTLE -> BareBouncyCastle.of(work.algorithm(), work.key());
      case BARE_JCA -> BareJca.of(work.algorithm(), work.key());
      case JOSE4J -> Jose4j.of(work.algorithm(), work.key());
      case NIMBUS -> Nimbus.of(work.algorithm(), work.key());
      case JJWT -> Jjwt.of(work.key());
      case AUTH0 -> Auth0.of(work.key());
      case SPRING -> Spring.of(work.key());
    };
  }
}
