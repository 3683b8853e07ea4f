package dev.gatehouse.benchmarks.jwt;

import dev.gatehouse.token.TokenAlgorithm;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Verifies 1,024 different tokens in turn: signature, expiry, issuer and audience. */
@State(Scope.Benchmark)
public class JwtBenchmark {
  /** Who verifies: a name of {@link Subject}. */
  @Param("")
  public String subject = "";

  /** Who signed: a name of {@link TokenAlgorithm}. */
  @Param("")
  public String algorithm = "";

  private Token[] tokens = {};
  private Verifier verifier = token -> token;
  private int next;

  /** Prepares the tokens, and proves that the verifier accepts each of them and refuses forged ones. */
  @Setup
  public void prepare() throws Exception {
    Workload work = new Workload(TokenAlgorithm.valueOf(algorithm));
    tokens = work.tokens().toArray(Token[]::new);
    verifier = Subject.valueOf(subject).verifier(work);
    for (Token token : tokens) {
      verifier.verify(token);
    }
    requireRefused(tokens[0].signedLike(tokens[1]));
    requireRefused(tokens[0].damaged());
  }

  /** Verifies the next token. */
  @Benchmark
  public Object verify() throws Exception {
    next = (next + 1) % tokens.length;
    return verifier.verify(tokens[next]);
  }

  private void requireRefused(Token forged) {
    Object accepted;
    try {
      accepted = verifier.verify(forged);
    } catch (Exception refused) {
      return;
    }
    throw new IllegalStateException(subject + " accepted a forged token: " + accepted);
  }
}
