package dev.gatehouse.apikey;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What a new key shall be.
 *
 * @param lifetime how long it works; the default of the policy if empty
 * @param withoutExpiry whether it never expires, which the policy must allow
 * @param credits what it and its successors may spend; unlimited if empty
 */
public record NewApiKey(
    ApiKeySettings settings,
    Optional<Duration> lifetime,
    boolean withoutExpiry,
    Optional<Credits> credits) {

  /** Starts with a key that is granted nothing and has the default lifetime. */
  public static NewApiKey named(String name) {
    return new NewApiKey(ApiKeySettings.named(name), Optional.empty(), false, Optional.empty());
  }

  /** Returns a copy with changed settings, for example {@code with(s -> s.withAllowFrom(blocks))}. */
  public NewApiKey with(UnaryOperator<ApiKeySettings> change) {
    return new NewApiKey(change.apply(settings), lifetime, withoutExpiry, credits);
  }

  /**
   * Returns a copy that is granted these permissions.
   *
   * @throws IllegalArgumentException if one is malformed
   */
  public NewApiKey withPermissions(String... permissions) {
    return with(settings -> settings.withPermissions(permissions));
  }

  /** Returns a copy that is granted these roles. */
  public NewApiKey withRoles(String... roles) {
    List<String> names = Arrays.asList(roles);
    return with(settings -> settings.withRoles(names));
  }

  /** Returns a copy that works for so long. */
  public NewApiKey expiringIn(Duration newLifetime) {
    return new NewApiKey(settings, Optional.of(newLifetime), false, credits);
  }

  /** Returns a copy that never expires. Whoever steals it has it for ever. */
  public NewApiKey neverExpiring() {
    return new NewApiKey(settings, Optional.empty(), true, credits);
  }

  /** Returns a copy that may spend these credits. */
  public NewApiKey withCredits(Credits newCredits) {
    return new NewApiKey(settings, lifetime, withoutExpiry, Optional.of(newCredits));
  }
}
