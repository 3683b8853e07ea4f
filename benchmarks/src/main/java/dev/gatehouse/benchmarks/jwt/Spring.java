package dev.gatehouse.benchmarks.jwt;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.ConfigurableJWTProcessor;
import java.text.ParseException;
import javax.crypto.SecretKey;
import org.jose4j.jwk.JsonWebKey;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtAudienceValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/** Spring Security's NimbusJwtDecoder, which has no EdDSA out of the box. */
public final class Spring {
  private Spring() {}

  static Verifier of(JsonWebKey key) throws ParseException {
    JwtDecoder decoder = decoder(key);
    return token -> decoder.decode(token.text());
  }

  /** Returns a decoder that checks signature, type, expiry, issuer and audience. */
  public static JwtDecoder decoder(JsonWebKey key) throws ParseException {
    NimbusJwtDecoder decoder =
        key.getKey() instanceof SecretKey secret ? symmetric(secret) : asymmetric(key);
    decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
        new JwtTimestampValidator(),
        new JwtIssuerValidator(Workload.ISSUER),
        new JwtAudienceValidator(Workload.AUDIENCE)));
    return decoder;
  }

  private static NimbusJwtDecoder symmetric(SecretKey secret) {
    return NimbusJwtDecoder.withSecretKey(secret)
        .macAlgorithm(MacAlgorithm.HS256)
        .jwtProcessorCustomizer(Spring::acceptAccessTokens)
        .build();
  }

  private static NimbusJwtDecoder asymmetric(JsonWebKey key) throws ParseException {
    return NimbusJwtDecoder.withJwkSource(new ImmutableJWKSet<>(new JWKSet(Nimbus.jwk(key))))
        .jwsAlgorithm(SignatureAlgorithm.ES256)
        .jwtProcessorCustomizer(Spring::acceptAccessTokens)
        .build();
  }

  private static void acceptAccessTokens(ConfigurableJWTProcessor<SecurityContext> processor) {
    processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("at+jwt")));
  }
}
