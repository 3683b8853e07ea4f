package dev.gatehouse.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** The directory of one server: {@code data} and {@code server.log}, and the programs that work on it. */
record PostgresHome(Path directory, Path programs, PostgresAccount account) {
  private static final List<String> FAST =
      List.of("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off");
  private static final List<String> DURABLE =
      List.of("-c", "fsync=on", "-c", "synchronous_commit=on", "-c", "full_page_writes=on");

  /** Makes the data if there are none, and waits for a predecessor on them that is just ending. */
  static PostgresHome prepare(Path directory, boolean durable) throws IOException {
    PostgresAccount account = PostgresAccount.detect();
    PostgresHome home = new PostgresHome(directory, PostgresBinaries.directory(), account);
    account.own(directory);
    if (Files.exists(home.data().resolve("PG_VERSION"))) {
      account.own(home.data());
      home.awaitPredecessor();
    } else {
      home.initialise(durable);
    }
    return home;
  }

  Path data() {
    return directory.resolve("data");
  }

  private Path log() {
    return directory.resolve("server.log");
  }

  // Half-made data of a killed initdb must never look like data: the name appears when all is
  // there.
  private void initialise(boolean durable) throws IOException {
    Path partial = directory.resolve("data.partial");
    delete(partial);
    List<String> command = new ArrayList<>(List.of(program("initdb"), "-D", partial.toString()));
    command.addAll(List.of("-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C"));
    if (!durable) {
      command.add("--no-sync");
    }
    if (exitCode(account.command(command)) != 0) {
      throw new IOException("initdb failed; its log says:\n" + logTail());
    }
    Files.move(partial, data(), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Starts the server; it is not ready when this returns. */
  Process launch(int port, boolean durable) throws IOException {
    List<String> command =
        new ArrayList<>(List.of(program("postgres"), "-D", data().toString(), "-p", "" + port));
    command.addAll(List.of("-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="));
    command.addAll(List.of("-c", "max_connections=200"));
    command.addAll(durable ? DURABLE : FAST);
    FutureTask<Process> spawn = new FutureTask<>(() -> process(account.dyingCommand(command)));
    // A child that dies with its parent dies with the thread that made it: this one stays as long
    // as the child.
    Thread parent = new Thread(
        () -> {
          spawn.run();
          awaitEnd(spawn);
        },
        "gatehouse-postgres-parent");
    parent.setDaemon(true);
    parent.start();
    return result(spawn);
  }

  /** Ends all connections and stops the server in order; false if that failed, or it was just ending by itself. */
  boolean stop() throws IOException {
    List<String> command =
        List.of(program("pg_ctl"), "stop", "-D", data().toString(), "-m", "fast", "-w", "-t", "30");
    return exitCode(account.command(command)) == 0;
  }

  /** Returns the first line of {@code postmaster.pid}: with runuser it is not the child we started. */
  long postmasterPid() throws IOException {
    return Long.parseLong(
        Files.readAllLines(data().resolve("postmaster.pid")).get(0).strip());
  }

  String logTail() throws IOException {
    if (!Files.exists(log())) {
      return "(nothing)";
    }
    String text = new String(Files.readAllBytes(log()), StandardCharsets.UTF_8);
    return text.substring(Math.max(0, text.length() - 4000));
  }

  void delete() throws IOException {
    delete(directory);
  }

  // A server whose JVM was killed shuts down by itself, and takes a moment.
  private void awaitPredecessor() throws IOException {
    if (!Files.exists(data().resolve("postmaster.pid"))) {
      return;
    }
    Optional<ProcessHandle> predecessor = ProcessHandle.of(postmasterPid());
    try {
      if (predecessor.isPresent()) {
        predecessor.get().onExit().get(5, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // PostgreSQL itself knows whether that process really is a server on these data, and says so.
      return;
    }
  }

  private String program(String name) {
    return programs.resolve(name).toString();
  }

  private int exitCode(List<String> command) throws IOException {
    try {
      return process(command).waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  // The working directory of the JVM may be closed to the account.
  private Process process(List<String> command) throws IOException {
    return new ProcessBuilder(command)
        .directory(directory.getRoot().toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
        .start();
  }

  private static Process result(FutureTask<Process> spawn) throws IOException {
    try {
      return spawn.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IOException("the program could not be started", e.getCause());
    }
  }

  private static void awaitEnd(FutureTask<Process> spawn) {
    try {
      int unused = spawn.get().waitFor();
    } catch (InterruptedException | ExecutionException e) {
      // Nobody interrupts this thread, and whoever waits for the process has been told why there is
      // none.
      Thread.currentThread().interrupt();
    }
  }

  static void delete(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    try (Stream<Path> all = Files.walk(tree)) {
      all.sorted(Comparator.reverseOrder()).forEach(PostgresHome::deleteOne);
    }
  }

  private static void deleteOne(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
