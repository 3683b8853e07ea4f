package dev.gatehouse.spring.test;

import dev.gatehouse.crypto.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The passwords of test accounts: made of the application's secret, so that a later run knows them and nobody else does.
 * They are imported as a hash that costs nothing.
 */
final class TestPasswords {
  private static final String SALT = "gatehousetests";

  private final SecretKeySpec key;

  TestPasswords(String applicationSecret) {
    this.key = new SecretKeySpec(
        ("@WithGatehouseUser " + applicationSecret).getBytes(StandardCharsets.UTF_8), "HmacSHA256");
  }

  Secret of(String email) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      byte[] digest = mac.doFinal(email.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
      return Secret.of(Base64.getUrlEncoder().withoutPadding().encodeToString(digest));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the hash of that password in Django's form, by one iteration. */
  String importable(String email) {
    PBEKeySpec spec = new PBEKeySpec(
        of(email).reveal().toCharArray(), SALT.getBytes(StandardCharsets.UTF_8), 1, 256);
    try {
      byte[] hash = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
          .generateSecret(spec)
          .getEncoded();
      return "pbkdf2_sha256$1$" + SALT + "$" + Base64.getEncoder().encodeToString(hash);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
