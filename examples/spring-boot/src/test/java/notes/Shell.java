package notes;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A shell into which a reader of the tutorial types its commands: what one sets, the next one has. */
final class Shell implements AutoCloseable {
  private static final String END = "---- end of the output ----";

  private final Process process;
  private final BufferedWriter typed;
  private final BufferedReader printed;

  private Shell(Process process) {
    this.process = process;
    this.typed = process.outputWriter(StandardCharsets.UTF_8);
    this.printed = process.inputReader(StandardCharsets.UTF_8);
  }

  static Shell start() throws IOException {
    ProcessBuilder bash = new ProcessBuilder("bash").redirectErrorStream(true);
    bash.environment().put("NO_PROXY", "localhost");
    bash.environment().put("no_proxy", "localhost");
    Shell shell = new Shell(bash.start());
    shell.typed.write("curl() { command curl --max-time 30 \"$@\"; }\n");
    return shell;
  }

  /** Tells whether this machine has what the tutorial asks its readers to have. */
  static boolean isThere() {
    try (Shell shell = start()) {
      return shell
              .run("type -P curl grep cut")
              .lines()
              .filter(one -> !one.isBlank())
              .count()
          == 3;
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns what some commands print. */
  String run(String commands) {
    try {
      typed.write(commands + "\necho; echo '" + END + "'\n");
      typed.flush();
      StringBuilder output = new StringBuilder();
      for (String line = printed.readLine(); !END.equals(line); line = printed.readLine()) {
        if (line == null) {
          throw new IllegalStateException("the shell ended: " + output);
        }
        output.append(line).append('\n');
      }
      return output.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
