package dev.gatehouse.storage;

/**
 * Which version the tables have.
 *
 * @param found that of the tables
 * @param needed that of this library
 */
public record SchemaVersion(int found, int needed) {
  /** Tells whether the tables have all that this library needs; newer ones do, for nothing is ever dropped. */
  public boolean isEnough() {
    return found >= needed;
  }
}
