package dev.gatehouse.testkit;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How an embedded server runs.
 *
 * @param home where it keeps its data and its log; empty for a temporary directory that goes with the server
 * @param port on the loopback address; 0 for any free one
 * @param durable whether what it acknowledged survives a crash of the machine (fsync and synchronous_commit on)
 */
public record PostgresOptions(Optional<Path> home, int port, boolean durable) {

  /** Checks the port. */
  public PostgresOptions {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("a port is 0 to 65535, was " + port);
    }
  }

  /** Returns a server for tests: temporary data, any free port, fast instead of durable. */
  public static PostgresOptions temporary() {
    return new PostgresOptions(Optional.empty(), 0, false);
  }

  /** Returns a durable server whose data stay in a directory, which is made if it is not there. */
  public static PostgresOptions keptIn(Path home) {
    return new PostgresOptions(Optional.of(home), 0, true);
  }

  /** Returns a copy that listens on that port of the loopback address. */
  public PostgresOptions onPort(int fixed) {
    return new PostgresOptions(home, fixed, durable);
  }
}
