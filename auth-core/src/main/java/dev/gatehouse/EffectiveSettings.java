package dev.gatehouse;

import dev.gatehouse.rbac.GatehousePermissions;
import dev.gatehouse.throttle.Limit;
import dev.gatehouse.throttle.ThrottlePolicy;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What came of the settings: for each property the value in effect. {@link Properties} is the way in, this the way out. */
final class EffectiveSettings {
  private static final String PREFIX = "gatehouse.";
  private static final String HIDDEN = "******";
  private static final Set<String> REQUIRED = Set.of(PREFIX + "base-url", PREFIX + "secret");

  private final SortedMap<String, Function<Configuration, String>> readers = new TreeMap<>();

  EffectiveSettings() {
    general();
    accounts();
    passwords();
    sessions();
    tokens();
    apiKeys();
    http();
    mail();
    twoFactor();
    limits();
    lockout();
  }

  /** Returns every key there is. */
  List<String> names() {
    return List.copyOf(readers.keySet());
  }

  /** Returns all settings of a configuration, by name. */
  List<Setting> of(Configuration configuration) {
    Configuration standard = standard(configuration);
    return readers.entrySet().stream()
        .map(reader -> {
          String value = reader.getValue().apply(configuration);
          boolean same = value.equals(reader.getValue().apply(standard));
          return new Setting(reader.getKey(), value, same && !REQUIRED.contains(reader.getKey()));
        })
        .toList();
  }

  private static Configuration standard(Configuration configuration) {
    Draft draft = new Draft();
    draft.baseUrl = configuration.http().baseUrl().toString();
    draft.secret = configuration.secret();
    draft.storage = configuration.storage();
    draft.mailer = configuration.mailer();
    return draft.configuration();
  }

  private void key(String name, Function<Configuration, String> reader) {
    readers.put(PREFIX + name, reader);
  }

  private void flag(String name, Function<Configuration, Boolean> reader) {
    key(name, configuration -> reader.apply(configuration).toString());
  }

  private void number(String name, Function<Configuration, Integer> reader) {
    key(name, configuration -> reader.apply(configuration).toString());
  }

  private void time(String name, Function<Configuration, Duration> reader) {
    key(name, configuration -> Values.text(reader.apply(configuration)));
  }

  private void constant(String name, Function<Configuration, Enum<?>> reader) {
    key(
        name,
        configuration ->
            reader.apply(configuration).name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  private void list(String name, Function<Configuration, Collection<?>> reader) {
    key(
        name,
        configuration -> reader.apply(configuration).stream()
            .map(String::valueOf)
            .collect(Collectors.joining(",")));
  }

  private void general() {
    key("base-url", all -> all.http().baseUrl().toString());
    key("secret", all -> HIDDEN);
    key("previous-secrets", all -> all.previousSecrets().isEmpty() ? "" : HIDDEN);
    time("clock-skew", all -> all.tokens().clockSkew());
    list(
        "access.declared-permissions",
        all -> all.permissions().permissions().stream()
            .filter(permission -> !GatehousePermissions.all().contains(permission))
            .toList());
    time("access.cache-ttl", all -> all.access().cacheTtl());
  }

  private void accounts() {
    flag("registration.enabled", all -> all.accounts().registrationOpen());
    time("registration.verification-ttl", all -> all.accounts().verificationLifetime());
    time("registration.keep-unproven", all -> all.accounts().keepUnproven());
    time("password.reset-ttl", all -> all.accounts().resetLifetime());
    time("mail.forget-after", all -> all.accounts().mailForgetAfter());
    list(
        "mail.waits",
        all -> all.accounts().mailWaits().stream().map(Values::text).toList());
  }

  private void passwords() {
    number("password.min-length", all -> all.passwords().minLength());
    number("password.max-length", all -> all.passwords().maxLength());
    flag("password.check-common", all -> all.passwords().checkCommon());
    key("password.hash.memory", all -> all.hashing().memoryKib() + "KiB");
    number("password.hash.iterations", all -> all.hashing().iterations());
    number("password.hash.max-concurrent", all -> all.hashing().maxConcurrent());
    time("password.hash.max-wait", all -> all.hashing().maxWait());
  }

  private void sessions() {
    time("session.idle-timeout", all -> all.sessions().idleTimeout());
    time("session.absolute-timeout", all -> all.sessions().absoluteTimeout());
    time("session.lease", all -> all.sessions().lease());
    number("session.max-per-user", all -> all.sessions().maxPerUser());
    time("session.touch-interval", all -> all.sessions().touchInterval());
    time("token.refresh-grace", all -> all.sessions().refreshGrace());
  }

  private void tokens() {
    time("token.access-ttl", all -> all.tokens().lifetime());
    constant("token.algorithm", all -> all.tokens().algorithm());
    time("token.key-rotation", all -> all.tokens().keyLifetime());
    key("token.audience", all -> all.tokens().audience());
    key("service.audience", all -> all.services().audience());
    time("service.token-ttl", all -> all.services().tokenLifetime());
    time("service.lease", all -> all.services().lease());
    time("service.secret-overlap", all -> all.services().overlap());
  }

  private void apiKeys() {
    key("api-key.prefix", all -> all.apiKeys().prefix());
    key("api-key.environment", all -> all.apiKeys().environment());
    time("api-key.default-ttl", all -> all.apiKeys().lifetime());
    time("api-key.max-ttl", all -> all.apiKeys().longestLifetime());
    flag("api-key.allow-non-expiring", all -> all.apiKeys().neverExpiring());
    time("api-key.rotation-overlap", all -> all.apiKeys().overlap());
    number("api-key.max-per-owner", all -> all.apiKeys().maxPerOwner());
    time("api-key.lease", all -> all.apiKeys().lease());
    time("api-key.remind-before", all -> all.apiKeys().remindBefore());
    time("api-key.rotate-after", all -> all.apiKeys().rotateAfter());
    time("api-key.retention", all -> all.apiKeys().retention());
  }

  private void http() {
    key("path", all -> all.http().path());
    constant("session.delivery", all -> all.http().delivery());
    time("session.fresh-for", all -> all.http().recentLogin());
    list("trusted-origins", all -> all.http().trustedOrigins());
    list("trusted-proxies", all -> all.http().trustedProxies());
    constant("forwarded-header", all -> all.http().forwardedHeader());
    key("http.max-body", all -> Values.size(all.http().maxBodyBytes()));
  }

  private void mail() {
    key("mail.app-name", all -> all.mail().appName());
    key("mail.links.verify", all -> all.mail().verifyPath());
    key("mail.links.reset", all -> all.mail().resetPath());
    key("mail.links.change-email", all -> all.mail().changeEmailPath());
    key("mail.links.undo-email-change", all -> all.mail().undoEmailChangePath());
    key("mail.links.login", all -> all.mail().loginPath());
    key("mail.links.unlock", all -> all.mail().unlockPath());
    key("mail.links.forgot", all -> all.mail().forgotPath());
  }

  private void twoFactor() {
    constant("two-factor.policy", all -> all.twoFactor().requirement());
    list(
        "two-factor.required-for-roles",
        all -> all.twoFactor().roles().stream().sorted().toList());
    key("two-factor.totp.issuer", all -> all.twoFactor().issuer());
    number("two-factor.totp.window", all -> all.twoFactor().window());
    time("two-factor.remember-device", all -> all.twoFactor().rememberFor());
  }

  private void limits() {
    flag("throttle.enabled", all -> throttle(all).enabled());
    flag("throttle.headers", all -> throttle(all).inHeaders());
    constant("throttle.mode", all -> throttle(all).mode());
    limit("address", ThrottlePolicy::address);
    limit("login", ThrottlePolicy::login);
    limit("register", ThrottlePolicy::register);
    limit("mail", ThrottlePolicy::mail);
    key(
        "throttle.policies.api-key.limit",
        all -> throttle(all)
            .apiKey()
            .map(limit -> Integer.toString(limit.capacity()))
            .orElse(""));
    key(
        "throttle.policies.api-key.window",
        all ->
            Values.text(throttle(all).apiKey().map(Limit::period).orElse(Duration.ofMinutes(1))));
    constant("degradation.auth-limits", all -> all.throttle().degradation().authLimits());
    constant("degradation.limits", all -> all.throttle().degradation().limits());
  }

  private void limit(String name, Function<ThrottlePolicy, Limit> limit) {
    number(
        "throttle.policies." + name + ".limit",
        all -> limit.apply(throttle(all)).capacity());
    time(
        "throttle.policies." + name + ".window",
        all -> limit.apply(throttle(all)).period());
  }

  private void lockout() {
    number("throttle.lockout.free-guesses", all -> throttle(all).lockout().free());
    number("throttle.lockout.lock-after", all -> throttle(all).lockout().lockAfter());
    time("throttle.lockout.first-lock", all -> throttle(all).lockout().firstLock());
    time("throttle.lockout.longest-lock", all -> throttle(all).lockout().longestLock());
    time("throttle.lockout.reset-after", all -> throttle(all).lockout().resetAfter());
    number(
        "throttle.lockout.free-guesses-per-address",
        all -> throttle(all).lockout().sourceFree());
    time("throttle.lockout.known-device-ttl", all -> throttle(all).lockout().deviceLifetime());
  }

  private static ThrottlePolicy throttle(Configuration all) {
    return all.throttle().policy();
  }
}
