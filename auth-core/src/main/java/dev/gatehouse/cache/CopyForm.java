package dev.gatehouse.cache;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How values of one type travel between nodes: what a verdict needs and nothing more, neither personal data nor anything
 * that would let somebody in.
 */
public interface CopyForm<V> {

  /** Returns the name of the form and its version, for example {@code session/1}; copies in another form are not read. */
  String name();

  /** Tells whether other nodes may have this value. */
  boolean isShared(V value);

  /** Writes a value. */
  void write(V value, DataOutput out) throws IOException;

  /**
   * Reads what {@link #write} has written.
   *
   * @throws IOException if it is something else
   */
  V read(DataInput in) throws IOException;
}
