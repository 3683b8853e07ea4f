package dev.gatehouse.benchmarks.filter;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** 1,024 people ask in turn, and in turn for ten paths with a rule each; every credential comes as a new String. */
@State(Scope.Benchmark)
public class FilterBenchmark {
  /** What stands before the application: a name of {@link Way}. */
  @Param("")
  public String way = "";

  private Door door = new GateDoor(List.of(), request -> 0);
  private byte[][] credentials = {};
  private String[] paths = {};
  private int next;

  /** Opens the way, and proves that it lets in whoever may come in, and nobody else. */
  @Setup
  public void prepare() throws Exception {
    Way chosen = Way.valueOf(way);
    door = chosen.door(new People());
    credentials = door.credentials().stream()
        .map(text -> text.getBytes(StandardCharsets.ISO_8859_1))
        .toArray(byte[][]::new);
    paths = Rule.OPEN.stream().map(Rule::path).toArray(String[]::new);
    for (String credential : door.credentials()) {
      for (String path : paths) {
        require(true, path, credential);
      }
    }
    if (!chosen.isOpen()) {
      String credential = door.credentials().get(0);
      require(false, paths[0], "");
      require(false, paths[0], damaged(credential));
      require(false, Rule.CLOSED.path(), credential);
    }
  }

  /** Lets the next person ask for the next path. */
  @Benchmark
  public int ask() throws Exception {
    next++;
    byte[] credential = credentials[next % credentials.length];
    int status =
        door.ask(paths[next % paths.length], new String(credential, StandardCharsets.ISO_8859_1));
    if (status != Door.LET_IN) {
      throw new IllegalStateException("refused: " + status);
    }
    return status;
  }

  private void require(boolean letIn, String path, String credential) throws Exception {
    int status = door.ask(path, credential);
    if (letIn != (status == Door.LET_IN)) {
      throw new IllegalStateException(way + " answered " + status + " at " + path);
    }
  }

  /** Changes one letter of what follows the name of a cookie or the scheme of a header. */
  private static String damaged(String credential) {
    int at = credential.length() - 10;
    char other = credential.charAt(at) == 'a' ? 'b' : 'a';
    return credential.substring(0, at) + other + credential.substring(at + 1);
  }
}
