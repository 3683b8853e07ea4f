package dev.gatehouse.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The account under which PostgreSQL's programs run. They refuse to run as root, so root hands them to a user
 * namespace or, where that is forbidden (as in many containers), to the account nobody.
 *
 * @param prefix the command that switches, empty if none is needed
 * @param uid who must own the data; -1 where files have no numeric owner
 */
record PostgresAccount(List<String> prefix, int uid) {
  private static final int NOBODY = 65534;
  private static final List<String> NAMESPACE = List.of("unshare", "-U");
  private static final List<String> SETPRIV =
      List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups");
  private static final List<String> RUNUSER = List.of("runuser", "-u", "nobody", "--");
  // Ends the server when the JVM dies without a chance to do it: SIGINT is PostgreSQL's fast
  // shutdown.
  private static final List<String> DIE_WITH_PARENT = List.of("setpriv", "--pdeathsig", "INT");

  /** Finds out who runs this JVM and which command may drop root. */
  static PostgresAccount detect() throws IOException {
    int self = self();
    if (self != 0) {
      return new PostgresAccount(List.of(), self);
    }
    if (works(NAMESPACE)) {
      return new PostgresAccount(NAMESPACE, self);
    }
    if (works(SETPRIV)) {
      return new PostgresAccount(SETPRIV, NOBODY);
    }
    if (works(RUNUSER)) {
      return new PostgresAccount(RUNUSER, NOBODY);
    }
    throw new IOException("PostgreSQL does not run as root, and neither unshare -U, setpriv nor"
        + " runuser can drop root here: run as another user, or set GATEHOUSE_TEST_PG_URL");
  }

  /** Returns the command that runs a program under this account. */
  List<String> command(List<String> program) {
    return Stream.concat(prefix.stream(), program.stream()).toList();
  }

  /** Returns the command that runs a program which, where the system can do that, dies with its parent. */
  List<String> dyingCommand(List<String> program) {
    List<String> command = new ArrayList<>(prefix);
    if (!prefix.equals(RUNUSER) && works(DIE_WITH_PARENT)) {
      command.addAll(DIE_WITH_PARENT);
    }
    command.addAll(program);
    return command;
  }

  /** Makes this account the owner of a directory and all in it, if it is not yet. Only root can need that. */
  void own(Path directory) throws IOException {
    if (uid < 0 || owner(directory) == uid) {
      return;
    }
    try (Stream<Path> all = Files.walk(directory)) {
      all.forEach(this::give);
    }
  }

  private void give(Path path) {
    try {
      Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(path, "unix:gid", uid, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int self() throws IOException {
    Path probe = Files.createTempFile("gatehouse", "probe");
    try {
      return owner(probe);
    } finally {
      Files.delete(probe);
    }
  }

  private static int owner(Path path) throws IOException {
    boolean numeric = path.getFileSystem().supportedFileAttributeViews().contains("unix");
    return numeric ? (Integer) Files.getAttribute(path, "unix:uid") : -1;
  }

  private static boolean works(List<String> prefix) {
    List<String> command = new ArrayList<>(prefix);
    command.add("true");
    try {
      Process process = new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
      return process.waitFor(5, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
