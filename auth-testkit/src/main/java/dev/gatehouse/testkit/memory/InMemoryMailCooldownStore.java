package dev.gatehouse.testkit.memory;

import dev.gatehouse.account.MailCooldownStore;
import dev.gatehouse.crypto.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The model of {@link MailCooldownStore}. */
final class InMemoryMailCooldownStore implements MailCooldownStore {
  private final Memory memory;
  private final Table<Digest, Cooldown> cooldowns;

  /** How many mails a key has had, when it may have the next, and when all that is forgotten. */
  private record Cooldown(int mails, Instant freeAt, Instant forgottenAt) {}

  InMemoryMailCooldownStore(Memory memory) {
    this.memory = memory;
    this.cooldowns = new Table<>(memory);
  }

  @Override
  public boolean reserve(Digest key, List<Duration> waits, Duration forgetAfter, Instant now) {
    return memory.call(() -> {
      Optional<Cooldown> last =
          cooldowns.get(key).filter(cooldown -> now.isBefore(cooldown.forgottenAt()));
      Instant latest = now.plus(Collections.max(waits));
      boolean free = last.filter(cooldown -> now.isBefore(cooldown.freeAt()))
          .filter(cooldown -> !cooldown.freeAt().isAfter(latest))
          .isEmpty();
      if (free) {
        int mails = last.map(Cooldown::mails).orElse(0) + 1;
        Duration wait = waits.get(Math.min(mails, waits.size()) - 1);
        cooldowns.put(key, new Cooldown(mails, now.plus(wait), now.plus(forgetAfter)));
      }
      return free;
    });
  }

  @Override
  public int deleteForgotten(Instant cutoff, int limit) {
    return memory.call(
        () -> cooldowns.removeWhere(cooldown -> cooldown.forgottenAt().isBefore(cutoff), limit));
  }
}
