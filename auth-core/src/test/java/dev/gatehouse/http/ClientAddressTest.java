package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ClientAddressTest {
  private static final HttpSettings DIRECT = HttpSettings.of(URI.create("https://app.example.com"));
  private static final List<Cidr> PROXIES =
      List.of(Cidr.parse("10.0.0.0/8"), Cidr.parse("fd00::/8"), Cidr.parse("192.0.2.7"));

  @Test
  @DisplayName("RL-06 without trusted proxies nobody's word is taken")
  void takesTheConnectionWithoutProxies() {
    FakeRequest request = FakeRequest.get("/")
        .from("10.0.0.1")
        .header("X-Forwarded-For", "203.0.113.9")
        .header("Forwarded", "for=203.0.113.9");
    assertThat(new ClientAddress(DIRECT).of(request)).isEqualTo("10.0.0.1");
  }

  @Test
  void noticesAProxyThatNobodyListensTo() {
    FakeRequest proxied = FakeRequest.get("/").from("10.0.0.1").header("Forwarded", "for=1.2.3.4");
    FakeRequest direct = FakeRequest.get("/").from("10.0.0.1");
    HttpSettings listening = DIRECT.withTrustedProxies(PROXIES, ForwardedHeader.X_FORWARDED_FOR);
    assertThat(new ClientAddress(DIRECT).passesOver(proxied)).isTrue();
    assertThat(new ClientAddress(DIRECT).passesOver(direct)).isFalse();
    assertThat(new ClientAddress(listening).passesOver(proxied)).isFalse();
  }

  @ParameterizedTest
  @DisplayName("RL-06 RL-07 takes the right-most hop that is no trusted proxy")
  @CsvSource(
      delimiter = '|',
      value = {
        "10.0.0.1 | 203.0.113.9 | 203.0.113.9",
        "10.0.0.1 | 6.6.6.6, 203.0.113.9 | 203.0.113.9",
        "10.0.0.1 | 6.6.6.6, 203.0.113.9, 10.1.1.1, 192.0.2.7 | 203.0.113.9",
        "10.0.0.1 | 10.2.2.2 | 10.2.2.2",
        "10.0.0.1 | 6.6.6.6, unknown | 10.0.0.1",
        "10.0.0.1 | 6.6.6.6, , 10.1.1.1 | 10.1.1.1",
        "10.0.0.1 | 6.6.6.6, 0x01020304 | 10.0.0.1",
        "10.0.0.1 | 6.6.6.6, 01.02.03.04 | 10.0.0.1",
        "10.0.0.1 | 6.6.6.6, fe80::1%eth0 | 10.0.0.1",
        "10.0.0.1 | 203.0.113.9:4711 | 203.0.113.9",
        "10.0.0.1 | [2001:db8::1]:443 | 2001:db8:0:0:0:0:0:1",
        "10.0.0.1 | 2001:DB8::1 | 2001:db8:0:0:0:0:0:1",
        "10.0.0.1 | ::ffff:203.0.113.9 | 203.0.113.9",
        "::ffff:10.0.0.1 | 203.0.113.9 | 203.0.113.9",
        "[fd00:0:0:0:0:0:0:1] | 203.0.113.9 | 203.0.113.9",
        "203.0.113.5 | 6.6.6.6 | 203.0.113.5",
        "198.51.100.1 | 10.0.0.1 | 198.51.100.1"
      })
  void walksFromTheRight(String peer, String chain, String expected) {
    FakeRequest request = FakeRequest.get("/").from(peer).header("X-Forwarded-For", chain);
    assertThat(addresses(ForwardedHeader.X_FORWARDED_FOR).of(request)).isEqualTo(expected);
  }

  @Test
  @DisplayName("RL-06 two headers are one list, and a thousand hops are only read from the right")
  void joinsTwoHeaders() {
    FakeRequest request = FakeRequest.get("/")
        .from("10.0.0.1")
        .header("X-Forwarded-For", "6.6.6.6, ".repeat(1_000) + "203.0.113.9")
        .header("X-Forwarded-For", "10.1.1.1");
    assertThat(addresses(ForwardedHeader.X_FORWARDED_FOR).of(request)).isEqualTo("203.0.113.9");
  }

  @ParameterizedTest
  @DisplayName("RL-06 reads Forwarded as RFC 7239 writes it")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "for=203.0.113.9;proto=https;by=10.0.0.1 | 203.0.113.9",
        "For=\"[2001:db8::1]:80\" | 2001:db8:0:0:0:0:0:1",
        "for=6.6.6.6, for=203.0.113.9, for=10.0.0.3 | 203.0.113.9",
        "for=_hidden | 10.0.0.1",
        "proto=https | 10.0.0.1",
        "for=\"6.6.6.6, for=6.6.6.6\" | 10.0.0.1"
      })
  void readsForwarded(String value, String expected) {
    FakeRequest request = FakeRequest.get("/").from("10.0.0.1").header("Forwarded", value);
    assertThat(addresses(ForwardedHeader.FORWARDED).of(request)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/",
        "10.0.0/8",
        "localhost",
        "fd00::/129",
        "",
        "/8",
        "10.0.0.0/08"
      })
  void refusesABlockThatIsNone(String text) {
    assertThatThrownBy(() -> Cidr.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  private static ClientAddress addresses(ForwardedHeader header) {
    return new ClientAddress(DIRECT.withTrustedProxies(PROXIES, header));
  }
}
