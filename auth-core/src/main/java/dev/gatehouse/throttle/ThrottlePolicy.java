package dev.gatehouse.throttle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Settings of rate limits and lockout.
 *
 * @param enabled whether requests and guesses are limited at all; {@link Throttle#check} works also without
 * @param inHeaders whether answers tell callers how they stand
 * @param mode what becomes of a request over one of the limits named here
 * @param address requests per address
 * @param login logins per address, the answers of second factors included
 * @param register registrations per address
 * @param mail requests for mails per address
 * @param apiKey uses per API key and its family, wherever it is presented; empty for no limit
 * @param actions the limits that {@link Throttle#check} knows
 */
public record ThrottlePolicy(
    boolean enabled,
    boolean inHeaders,
    Enforcement mode,
    Limit address,
    Limit login,
    Limit register,
    Limit mail,
    Optional<Limit> apiKey,
    List<RateLimit> actions,
    LockoutPolicy lockout) {
  /** Copies the list; two actions of one name are a mistake. */
  public ThrottlePolicy {
    actions = List.copyOf(actions);
    if (actions.stream().map(RateLimit::name).distinct().count() < actions.size()) {
      throw new IllegalArgumentException("two limits have one name");
    }
  }

  /** 300 requests, 10 logins, 10 registrations and 3 mails per minute and address, enforced and in header fields. */
  public static ThrottlePolicy defaults() {
    return new ThrottlePolicy(
        true,
        true,
        Enforcement.ENFORCE,
        Limit.perMinute(300),
        Limit.perMinute(10),
        Limit.perMinute(10),
        Limit.perMinute(3),
        Optional.empty(),
        List.of(),
        LockoutPolicy.defaults());
  }

  /** Returns a copy that limits neither requests nor guesses: for tests, or where something in front of it does. */
  public ThrottlePolicy off() {
    return withEnabled(false);
  }

  /** Returns a copy that is switched on or off. */
  public ThrottlePolicy withEnabled(boolean enabled) {
    return new ThrottlePolicy(
        enabled, inHeaders, mode, address, login, register, mail, apiKey, actions, lockout);
  }

  /** Returns a copy that does or does not tell callers how they stand. */
  public ThrottlePolicy withHeaders(boolean inHeaders) {
    return new ThrottlePolicy(
        enabled, inHeaders, mode, address, login, register, mail, apiKey, actions, lockout);
  }

  /** Returns a copy whose own limits are enforced, or only counted. The lockout is enforced in any case. */
  public ThrottlePolicy withMode(Enforcement mode) {
    return new ThrottlePolicy(
        enabled, inHeaders, mode, address, login, register, mail, apiKey, actions, lockout);
  }

  /** Returns a copy with another limit on the requests of an address. */
  public ThrottlePolicy withAddress(Limit address) {
    return new ThrottlePolicy(
        enabled, inHeaders, mode, address, login, register, mail, apiKey, actions, lockout);
  }

  /** Returns a copy with another limit on the logins of an address. */
  public ThrottlePolicy withLogin(Limit login) {
    return new ThrottlePolicy(
        enabled, inHeaders, mode, address, login, register, mail, apiKey, actions, lockout);
  }

  /** Returns a copy with another limit on the registrations of an address. */
  public ThrottlePolicy withRegister(Limit register) {
    return new ThrottlePolicy(
        enabled, inHeaders, mode, address, login, register, mail, apiKey, actions, lockout);
  }

  /** Returns a copy with another limit on the mails that an address asks for. */
  public ThrottlePolicy withMail(Limit mail) {
    return new ThrottlePolicy(
        enabled, inHeaders, mode, address, login, register, mail, apiKey, actions, lockout);
  }

  /** Returns a copy with a limit on the uses of each API key. */
  public ThrottlePolicy withApiKey(Limit limit) {
    return new ThrottlePolicy(
        enabled,
        inHeaders,
        mode,
        address,
        login,
        register,
        mail,
        Optional.of(limit),
        actions,
        lockout);
  }

  /** Returns a copy with one more limit for {@link Throttle#check}. */
  public ThrottlePolicy withAction(RateLimit action) {
    List<RateLimit> more = new ArrayList<>(actions);
    more.add(action);
    return new ThrottlePolicy(
        enabled, inHeaders, mode, address, login, register, mail, apiKey, more, lockout);
  }

  /** Returns a copy with one more limit for {@link Throttle#check}, for everybody alike. */
  public ThrottlePolicy withAction(String name, Limit limit) {
    return withAction(RateLimit.of(name, limit));
  }

  /** Returns a copy with another lockout. */
  public ThrottlePolicy withLockout(LockoutPolicy lockout) {
    return new ThrottlePolicy(
        enabled, inHeaders, mode, address, login, register, mail, apiKey, actions, lockout);
  }
}
