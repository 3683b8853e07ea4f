package dev.gatehouse.redis;

import dev.gatehouse.crypto.KeyRing;
import dev.gatehouse.error.RateLimitedLog;
import dev.gatehouse.storage.StoreException;
import dev.gatehouse.throttle.Charge;
import dev.gatehouse.throttle.Limit;
import dev.gatehouse.throttle.LimitKey;
import dev.gatehouse.throttle.RateLimitStore;
import dev.gatehouse.throttle.Standing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Rate limits that all nodes share. One call is one script on the server's clock, however many quotas it is about; in a
 * cluster it is one per key, for keys lie in different slots there. A limit that earns more than one request in a
 * microsecond earns one.
 *
 * <h2>Security guarantees</h2>
 *
 * <p>Redis holds no address and no id in the clear: keys are named by a MAC under the application's secret. Every key ends by
 * itself once its debt is over. A server that does not answer is a {@code StoreException} within the timeout, never a
 * permission.
 */
final class RedisRateLimits implements RateLimitStore {
  private static final Script<Long> TAKE = new Script<>("take.lua");
  private static final Script<Long> GIVE_BACK = new Script<>("give_back.lua");

  private final RateLimitedLog notGivenBack = new RateLimitedLog(RedisRateLimits.class);
  private final CommandExecutor executor;
  private final KeyNames keys;
  private final String prefix;
  private final boolean cluster;

  RedisRateLimits(CommandExecutor executor, KeyRing keys, RedisSettings settings) {
    this.executor = executor;
    this.keys = new KeyNames(keys);
    this.prefix = settings.prefix();
    this.cluster = settings.cluster();
  }

  @Override
  public List<Standing> takeAll(List<Charge> charges) {
    boolean together = !cluster
        || charges.size() == 1
        || charges.stream().map(Charge::key).distinct().count() == 1;
    return together ? take(charges) : takeSlotBySlot(charges);
  }

  private List<Standing> take(List<Charge> charges) {
    String[] names = names(charges);
    List<Long> debts =
        executor.ask("rate_limits.take", commands -> TAKE.run(commands, names, prices(charges)));
    if (debts.size() != charges.size()) {
      throw new StoreException("redis: rate_limits.take gave another number of answers");
    }
    List<Standing> standings = new ArrayList<>(charges.size());
    for (int i = 0; i < charges.size(); i++) {
      long micros = debts.get(i);
      standings.add(new Standing(charges.get(i).quota(), micros >= 0, Math.abs(micros) * 1000));
    }
    return standings;
  }

  /** A refusal in one slot gives back what those before it took. */
  private List<Standing> takeSlotBySlot(List<Charge> charges) {
    Map<LimitKey, List<Charge>> slots = charges.stream()
        .collect(Collectors.groupingBy(
            Charge::key, LinkedHashMap::new, Collectors.toUnmodifiableList()));
    Map<Charge, Standing> standings = new LinkedHashMap<>();
    List<Charge> taken = new ArrayList<>();
    for (List<Charge> slot : slots.values()) {
      List<Standing> found = take(slot);
      for (int i = 0; i < slot.size(); i++) {
        standings.put(slot.get(i), found.get(i));
      }
      if (!found.stream().allMatch(Standing::allowed)) {
        taken.stream().collect(Collectors.groupingBy(Charge::key)).values().forEach(this::giveBack);
        break;
      }
      taken.addAll(slot);
    }
    return charges.stream()
        .map(charge -> standings.getOrDefault(charge, new Standing(charge.quota(), true, 0)))
        .toList();
  }

  private void giveBack(List<Charge> slot) {
    String[] amounts = slot.stream()
        .map(charge -> Long.toString(interval(charge.quota().limit()) * charge.cost()))
        .toArray(String[]::new);
    try {
      List<Long> unused = executor.ask(
          "rate_limits.give_back", commands -> GIVE_BACK.run(commands, names(slot), amounts));
    } catch (StoreException e) {
      // The refusal stands; what was charged in vain is earned again with time.
      notGivenBack.warn("{}", e.getMessage());
    }
  }

  private String[] names(List<Charge> charges) {
    String[] names = new String[charges.size()];
    for (int i = 0; i < names.length; i++) {
      names[i] = name(charges.get(i));
    }
    return names;
  }

  /** The part in braces decides the slot: all quotas of one key lie together. */
  private String name(Charge charge) {
    Limit limit = charge.quota().limit();
    return prefix + ":limit:{" + keys.name(charge.key()) + "}:" + charge.quota().name() + ':'
        + limit.capacity() + '/' + limit.period().toMillis();
  }

  private static String[] prices(List<Charge> charges) {
    String[] prices = new String[3 * charges.size()];
    int next = 0;
    for (Charge charge : charges) {
      Limit limit = charge.quota().limit();
      prices[next++] = Long.toString(interval(limit));
      prices[next++] = Integer.toString(limit.capacity());
      prices[next++] = Integer.toString(charge.cost());
    }
    return prices;
  }

  /** In microseconds, rounded up: never is more let through. */
  private static long interval(Limit limit) {
    return (limit.intervalNanos() + 999) / 1000;
  }
}
