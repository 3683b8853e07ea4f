package dev.gatehouse.benchmarks.jwt;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A token as it came over the wire, and, for bare cryptography, already cut in two. */
public final class Token {
  private final byte[] compact;
  private final byte[] signingInput;
  private final byte[] signature;

  private Token(byte[] compact, byte[] signingInput, byte[] signature) {
    this.compact = compact;
    this.signingInput = signingInput;
    this.signature = signature;
  }

  static Token of(String compact) {
    int dot = compact.lastIndexOf('.');
    return new Token(
        ascii(compact),
        ascii(compact.substring(0, dot)),
        Base64.getUrlDecoder().decode(compact.substring(dot + 1)));
  }

  /** Returns the very bytes that were signed; not to be changed. */
  byte[] signingInput() {
    return signingInput;
  }

  /** Returns the decoded signature; not to be changed. */
  byte[] signature() {
    return signature;
  }

  /** Returns a new String each time, as a container hands out a new one with each request. */
  public String text() {
    return new String(compact, StandardCharsets.ISO_8859_1);
  }

  /** Returns this token's claims under another token's signature. */
  Token signedLike(Token other) {
    String claims = new String(signingInput, StandardCharsets.ISO_8859_1);
    String signed = other.text();
    return of(claims + signed.substring(signed.lastIndexOf('.')));
  }

  /** Returns this token with one bit of the signature flipped. */
  Token damaged() {
    byte[] other = signature.clone();
    other[other.length / 2] ^= 1;
    String claims = new String(signingInput, StandardCharsets.ISO_8859_1);
    return of(claims + '.' + Base64.getUrlEncoder().withoutPadding().encodeToString(other));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
