package dev.gatehouse.token;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

/** RSA keys of primes that were found once: finding two of this size keeps a test busy for seconds. */
final class TestRsa {
  static final BigInteger P = new BigInteger(
      "19y65adu5nh5t7sm61w74776vg7owieusyfu9galunsnz96w9c2e1x7odqw0u9p16pmztn2fdz35ydxoho6c"
          + "8iv0e89vtbm7753iy2ozmzfuuhl35tt6p3dvu93i4xyvlrg37ck4ot1l1w1khd7c0ner0we4l1dodf804z9u"
          + "z2149qf2np82p7ddz8qfeduv1sxopsgaesbj0g8eucbxjaa32xgdnen5lykho762kopiz7gk8sxnptyqo2b6"
          + "2qxac7p4awkub7vosgvt17f0zqg96fwz1f6gnr2b0wt3rt",
      36);
  static final BigInteger Q = new BigInteger(
      "133yjyfxb40eo7wihjzawos8pun55ok6rilk3xny45oio9dxuew1mfwrdlvn0ph6fm4cpir9eki1ahead7i7"
          + "fjzdkeigp5fqccsvu2bvajhy2gnmf9ejnel19t4uaehzlq5chj2kflaf7fvblc9rm5uhpu6o6hlq7pt24631"
          + "9fwbavt51udaywml9tj3f8qdeck1mudj3mtspt4up8nw7kegfrh0z1gipz9v6x4eyqvf87va7jvcbmvvrfl9"
          + "vquko8dxpad2ehhasgyk8c16wjjks506q2tvfi4eknaq6h",
      36);

  /** One bit shorter. */
  static final BigInteger R = new BigInteger(
      "kd99u6779o6cnwpxn25vtg8iw3sx068vrvk0tlt9hqqfnffsntlijhk7xbhdeqttxzvutv91va5vwuwk7cst"
          + "etfadqk0mqb1l8x9005nakei82fq5e61azyxliv11x7pg5qijv7azrxvvm6ich16y3rzmni35n6k5yw55fk3"
          + "boxvxjspck61r9hb8567moqfzw3zrs7u2aq7n575iqs6eqkmcw3rj54ujgqhsv9xu5z9sci08nlq4mlc59t7"
          + "4uwnq24kxmi0tvg87zfdrysjoxoo3am8vhm8q3sudbcsz",
      36);

  private TestRsa() {}

  static PublicJsonWebKey key(BigInteger p, BigInteger q, BigInteger e)
      throws GeneralSecurityException, JoseException {
    BigInteger one = BigInteger.ONE;
    BigInteger n = p.multiply(q);
    BigInteger d = e.modInverse(p.subtract(one).multiply(q.subtract(one)));
    KeyFactory factory = KeyFactory.getInstance("RSA");
    PublicJsonWebKey jwk =
        PublicJsonWebKey.Factory.newPublicJwk(factory.generatePublic(new RSAPublicKeySpec(n, e)));
    jwk.setPrivateKey(factory.generatePrivate(new RSAPrivateCrtKeySpec(
        n, e, d, p, q, d.mod(p.subtract(one)), d.mod(q.subtract(one)), q.modInverse(p))));
    return jwk;
  }
}
