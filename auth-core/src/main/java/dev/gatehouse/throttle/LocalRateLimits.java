package dev.gatehouse.throttle;

import dev.gatehouse.crypto.RandomSource;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The rate limits of one node, in memory. Every quota has a fixed amount of memory, 16 bytes for each key it has room for,
 * from the first request on that meets it. A node knows nothing of others: n nodes let n times as much through.
 *
 * <p>Of several quotas at once, all are looked at before any is charged. Where two calls race for the last request, the
 * loser may leave a charge behind on another quota; it never gains one.
 */
public final class LocalRateLimits implements RateLimitStore {
  /** Room for keys in debt, per quota: 2 MiB. */
  public static final int DEFAULT_KEYS = 131_072;

  private final LongSupplier nanos;
  private final int keys;
  private final Marks marks;
  private final Map<Quota, QuotaTable> tables = new ConcurrentHashMap<>();

  /**
   * Starts with nothing counted.
   *
   * @param nanos a clock in nanoseconds from any point in time, such as {@code System::nanoTime}
   * @param keys how many keys in debt each quota has room for
   */
  public LocalRateLimits(LongSupplier nanos, RandomSource random, int keys) {
    if (keys < 4 || keys > 1 << 24) {
      throw new IllegalArgumentException("room for 4 to 16777216 keys, not " + keys);
    }
    this.nanos = nanos;
    this.keys = keys;
    ByteBuffer seeds = ByteBuffer.wrap(random.bytes(2 * Long.BYTES));
    this.marks = new Marks(seeds.getLong(), seeds.getLong());
  }

  @Override
  public Standing take(Charge charge) {
    long mark = marks.of(charge.key());
    return standing(charge, table(charge.quota()).take(mark, charge.cost(), nanos.getAsLong()));
  }

  @Override
  public long takeOne(Quota quota, LimitKey key) {
    return table(quota).take(marks.of(key), 1, nanos.getAsLong());
  }

  @Override
  public List<Standing> takeAll(List<Charge> charges) {
    if (charges.size() == 1) {
      return List.of(take(charges.get(0)));
    }
    long now = nanos.getAsLong();
    List<Standing> standings = look(charges, now);
    return standings.stream().allMatch(Standing::allowed) ? takeAll(charges, now) : standings;
  }

  private List<Standing> look(List<Charge> charges, long now) {
    List<Standing> standings = new ArrayList<>(charges.size());
    for (Charge charge : charges) {
      long mark = marks.of(charge.key());
      standings.add(standing(charge, table(charge.quota()).look(mark, charge.cost(), now)));
    }
    return standings;
  }

  private List<Standing> takeAll(List<Charge> charges, long now) {
    List<Standing> taken = new ArrayList<>(charges.size());
    for (Charge charge : charges) {
      long mark = marks.of(charge.key());
      Standing standing = standing(charge, table(charge.quota()).take(mark, charge.cost(), now));
      if (!standing.allowed()) {
        giveBack(charges, taken, now);
        List<Standing> answer = look(charges, now);
        answer.set(taken.size(), standing);
        return answer;
      }
      taken.add(standing);
    }
    return taken;
  }

  private void giveBack(List<Charge> charges, List<Standing> taken, long now) {
    for (int i = taken.size() - 1; i >= 0; i--) {
      Charge charge = charges.get(i);
      long mark = marks.of(charge.key());
      table(charge.quota()).giveBack(mark, charge.cost(), now, taken.get(i).nanos());
    }
  }

  private static Standing standing(Charge charge, long outcome) {
    return new Standing(charge.quota(), outcome >= 0, Math.abs(outcome));
  }

  private QuotaTable table(Quota quota) {
    QuotaTable table = tables.get(quota);
    return table != null ? table : tables.computeIfAbsent(quota, this::newTable);
  }

  private QuotaTable newTable(Quota quota) {
    return new QuotaTable(quota.limit(), keys, nanos.getAsLong());
  }

  /** Returns how many bytes the numbers take; grows with the number of quotas and not with that of keys. */
  public long bytes() {
    return tables.values().stream().mapToLong(QuotaTable::bytes).sum();
  }
}
