package dev.gatehouse.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A server that is stopped in its tracks, with all its processes: it keeps its connections and answers nobody. */
final class Frozen {
  private final List<String> processes;

  /** Stops it. */
  Frozen(long pid) {
    ProcessHandle server = ProcessHandle.of(pid).orElseThrow();
    // The postmaster first: what it starts while the others are looked for would go on.
    signal("STOP", List.of(Long.toString(pid)));
    this.processes = Stream.concat(Stream.of(server), server.descendants())
        .map(process -> Long.toString(process.pid()))
        .toList();
    signal("STOP", processes);
  }

  /** Lets it go on. */
  void thaw() {
    signal("CONT", processes);
  }

  private static void signal(String name, List<String> processes) {
    List<String> command = new ArrayList<>(List.of("kill", "-" + name));
    command.addAll(processes);
    try {
      int unused = new ProcessBuilder(command).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
