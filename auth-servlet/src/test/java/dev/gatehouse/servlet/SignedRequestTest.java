package dev.gatehouse.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.servlet.RawHttp.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signed requests are not offered: whoever sends one is nobody, and is not let in by any part of it. */
final class SignedRequestTest {
  private static final String SIGNATURE = "Signature: sig1=:d2hhdGV2ZXI=:";
  private static final String SIGNED =
      "Signature-Input: sig1=(\"@method\" \"@path\");created=%s;keyid=\"svc\"";

  private static Site site;

  @BeforeAll
  static void start() throws Exception {
    site = Site.start();
  }

  @AfterAll
  static void stop() {
    site.close();
  }

  @ParameterizedTest
  @DisplayName(
      "S2S-02, S2S-03: not offered: a request that is signed, at whatever time, has an anonymous sender")
  @ValueSource(
      strings = {"1800000000", "0", "-1", "1.5", "99999999999999999999", "yesterday", "", "1e400"})
  void aSignatureLeavesItsSenderAnonymous(String time) throws Exception {
    Reply signed = site.host(
        "/account/x",
        String.format(SIGNED, time),
        SIGNATURE,
        "X-Timestamp: " + time,
        "X-Signature: d2hhdGV2ZXI=");
    assertAnonymous(signed);
  }

  @ParameterizedTest
  @DisplayName("S2S-02: not offered: a scheme of the Authorization header that signs")
  @ValueSource(
      strings = {
        "Signature keyId=\"svc\",signature=\"d2hhdGV2ZXI=\"",
        "HMAC svc:d2hhdGV2ZXI=",
        "AWS4-HMAC-SHA256 Credential=svc/20300101/eu/x/aws4_request, SignedHeaders=host, Signature=00",
        "Hawk id=\"svc\", ts=\"1800000000\", nonce=\"a\", mac=\"d2hhdGV2ZXI=\"",
        "DPoP d2hhdGV2ZXI="
      })
  void aSigningSchemeLeavesItsSenderAnonymous(String authorization) throws Exception {
    assertThat(site.host("/account/x", "Authorization: " + authorization).status())
        .isEqualTo(401);
  }

  @ParameterizedTest
  @DisplayName(
      "S2S-04: not offered: an assertion in place of a secret, the first time and every other")
  @CsvSource({"1", "2"})
  void anAssertionIsRefused(int time) throws Exception {
    String form = "grant_type=client_credentials&audience=orders&client_assertion_type="
        + "urn:ietf:params:oauth:client-assertion-type:jwt-bearer&client_assertion=e30.e30.c2ln";
    Reply reply = site.form("/token", form);
    assertThat(reply.status()).as("time %d", time).isEqualTo(400);
    assertThat(reply.body()).contains("invalid_request");
  }

  private static void assertAnonymous(Reply reply) {
    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.body()).contains("authentication_required");
  }
}
