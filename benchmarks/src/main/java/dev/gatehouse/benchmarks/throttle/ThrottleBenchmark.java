package dev.gatehouse.benchmarks.throttle;

import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.principal.SessionId;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.principal.UserPrincipal;
import dev.gatehouse.throttle.Limit;
import dev.gatehouse.throttle.LocalRateLimits;
import dev.gatehouse.throttle.RateLimit;
import dev.gatehouse.throttle.Throttle;
import dev.gatehouse.throttle.ThrottleDecision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Counts requests of callers in random order, by a limit that lets all of them through: a thousand million a second. */
@State(Scope.Benchmark)
public class ThrottleBenchmark {
  private static final String ACTION = "export";
  private static final int TURNS = 1 << 20;

  /** How many callers there are. */
  @Param({"1", "100000"})
  int keys;

  private UserPrincipal[] callers = {};
  private int[] order = {};
  private int next;
  private Predicate<UserPrincipal> bare = caller -> false;
  private Predicate<UserPrincipal> bucket4j = caller -> false;
  private Predicate<UserPrincipal> guava = caller -> false;
  private Predicate<UserPrincipal> resilience4j = caller -> false;
  private Throttle ours = throttle(Limit.perSecond(1));
  private Throttle strict = ours;

  /** Makes callers and limiters, and proves that each limiter stops a caller who asks too often. */
  @Setup
  public void prepare() {
    Random random = new Random(7);
    callers = Stream.generate(() -> caller(random)).limit(keys).toArray(UserPrincipal[]::new);
    order = random.ints(TURNS, 0, keys).toArray();
    prove(limit -> new BareGcra(limit.intervalNanos(), limit.burstNanos())::take);
    prove(Peers::bucket4j);
    prove(Peers::guava);
    prove(Peers::resilience4j);
    prove(limit -> {
      Throttle one = throttle(limit);
      return caller -> one.check(ACTION, caller) instanceof ThrottleDecision.Allowed;
    });
    Limit generous = new Limit(1_000_000, Duration.ofMillis(1));
    bare = new BareGcra(generous.intervalNanos(), generous.burstNanos())::take;
    bucket4j = Peers.bucket4j(generous);
    guava = Peers.guava(generous);
    resilience4j = Peers.resilience4j(generous);
    ours = throttle(generous);
    requireAllowed();
    strict = throttle(new Limit(1, Duration.ofDays(1)));
  }

  /** A refusal costs something else: a limit that one hot caller exceeds would measure that. */
  private void requireAllowed() {
    for (int i = 0; i < 2_000_000; i++) {
      UserPrincipal caller = turn();
      if (!bare.test(caller) || !(ours.check(ACTION, caller) instanceof ThrottleDecision.Allowed)) {
        throw new IllegalStateException("a generous limit refused");
      }
    }
  }

  private static UserPrincipal caller(Random random) {
    UUID id = new UUID(random.nextLong(), random.nextLong());
    return new UserPrincipal(new UserId(id), new SessionId(id), Set.of("pwd"), Instant.EPOCH);
  }

  private static Throttle throttle(Limit limit) {
    return new Throttle(
        new LocalRateLimits(System::nanoTime, RandomSource.secure(), LocalRateLimits.DEFAULT_KEYS),
        List.of(RateLimit.of(ACTION, limit)),
        (caller, role) -> false,
        event -> {});
  }

  private void prove(java.util.function.Function<Limit, Predicate<UserPrincipal>> making) {
    Predicate<UserPrincipal> limiter = making.apply(new Limit(5, Duration.ofMinutes(10)));
    long accepted = Stream.generate(() -> callers[0]).limit(100).filter(limiter).count();
    if (accepted < 1 || accepted > 5) {
      throw new IllegalStateException("a limit of 5 let " + accepted + " through");
    }
  }

  /** The floor. */
  @Benchmark
  public boolean bare() {
    return bare.test(turn());
  }

  /** The public call, by name. */
  @Benchmark
  public Object gatehouse() {
    return ours.check(ACTION, turn());
  }

  /** The public call, refused. */
  @Benchmark
  public Object refused() {
    return strict.check(ACTION, turn());
  }

  /** Bucket4j. */
  @Benchmark
  public boolean bucket4j() {
    return bucket4j.test(turn());
  }

  /** Guava. */
  @Benchmark
  public boolean guava() {
    return guava.test(turn());
  }

  /** Resilience4j. */
  @Benchmark
  public boolean resilience4j() {
    return resilience4j.test(turn());
  }

  private UserPrincipal turn() {
    next = (next + 1) & (TURNS - 1);
    return callers[order[next]];
  }
}
