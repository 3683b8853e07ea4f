package dev.gatehouse.token;

/** A key that nobody can trust: nothing is signed with it, and what it signed is not genuine. */
record UnsoundKey(String reason) implements JwsKey {
  @Override
  public byte[] sign(byte[] input) {
    throw new IllegalStateException(reason);
  }

  @Override
  public boolean isSound() {
    return false;
  }

  @Override
  public boolean verify(byte[] input, int length, byte[] signature) {
    return false;
  }
}
