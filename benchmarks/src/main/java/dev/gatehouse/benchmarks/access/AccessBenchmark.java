package dev.gatehouse.benchmarks.access;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Asks 16 questions in turn about a caller who holds 200 permissions; every second one is refused. */
@State(Scope.Benchmark)
public class AccessBenchmark {
  /** Who is asked: a name of {@link Asked}. */
  @Param("")
  public String asked = "";

  /** What the caller holds: a name of {@link Holding}. */
  @Param("")
  public String holding = "";

  private Decider decider = question -> false;
  private int last;
  private int next;

  /** Prepares the caller, and proves that each of the 300 permissions there are is granted or refused as it should be. */
  @Setup
  public void prepare() {
    Holder holder = Holder.of(Holding.valueOf(holding));
    Asked who = Asked.valueOf(asked);
    requireRight(who.decider(holder.askedAboutEverything()), holder.askedAboutEverything());
    decider = who.decider(holder);
    requireRight(decider, holder);
    last = holder.questions().size() - 1;
  }

  /** Decides the next question. */
  @Benchmark
  public boolean decide() {
    next = next == last ? 0 : next + 1;
    return decider.allows(next);
  }

  private void requireRight(Decider answers, Holder holder) {
    for (int i = 0; i < holder.questions().size(); i++) {
      String question = holder.questions().get(i);
      if (answers.allows(i) != holder.mayDo(question)) {
        throw new IllegalStateException(asked + " is wrong about " + question);
      }
    }
  }
}
