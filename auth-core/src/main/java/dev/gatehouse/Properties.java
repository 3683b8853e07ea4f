package dev.gatehouse;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.Spelling;
import dev.gatehouse.http.Delivery;
import dev.gatehouse.http.ForwardedHeader;
import dev.gatehouse.net.Cidr;
import dev.gatehouse.otp.FactorRequirement;
import dev.gatehouse.password.HashSettings;
import dev.gatehouse.password.PasswordPolicy;
import dev.gatehouse.rbac.Permission;
import dev.gatehouse.token.TokenAlgorithm;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** The settings as properties: the same names in plain Java, in Spring and in the documentation. */
final class Properties {
  private static final String PREFIX = "gatehouse.";

  private final SortedMap<String, BiConsumer<GatehouseBuilder, String>> keys = new TreeMap<>();

  Properties() {
    general();
    accounts();
    passwords();
    sessions();
    tokens();
    services();
    apiKeys();
    access();
    http();
    mail();
    twoFactor();
    new ThrottleProperties(this::key).all();
  }

  /** Returns every key there is. */
  List<String> names() {
    return List.copyOf(keys.keySet());
  }

  /**
   * Hands every {@code gatehouse.*} property to the builder, but for those that others read; returns what is wrong with the
   * others of that prefix.
   */
  List<String> apply(Map<String, String> properties, Set<String> others, GatehouseBuilder builder) {
    List<String> problems = new java.util.ArrayList<>();
    new TreeMap<>(properties).forEach((name, value) -> {
      if (name.startsWith(PREFIX) && !others.contains(name)) {
        applyOne(name, value, others, builder).ifPresent(problems::add);
      }
    });
    return problems;
  }

  private Optional<String> applyOne(
      String name, String value, Set<String> others, GatehouseBuilder builder) {
    BiConsumer<GatehouseBuilder, String> key = keys.get(name);
    if (key == null) {
      return Optional.of(name + " is no setting; did you mean " + nearest(name, others) + "?");
    }
    try {
      builder.labelled(name, () -> key.accept(builder, value));
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(name + ": " + e.getMessage());
    }
  }

  private String nearest(String name, Set<String> others) {
    Set<String> known = new TreeSet<>(keys.keySet());
    known.addAll(others);
    return Spelling.nearest(name, known).orElseThrow();
  }

  private void key(String name, BiConsumer<GatehouseBuilder, String> apply) {
    keys.put(PREFIX + name, apply);
  }

  private void general() {
    key("base-url", GatehouseBuilder::baseUrl);
    key("secret", (builder, value) -> builder.secret(Secret.of(value)));
    key(
        "previous-secrets",
        (builder, value) ->
            Values.list(value).forEach(old -> builder.previousSecret(Secret.of(old))));
  }

  private void accounts() {
    key("registration.enabled", (builder, value) -> {
      boolean open = Values.flag(value);
      builder.accounts(policy -> policy.withRegistrationOpen(open));
    });
    key("registration.verification-ttl", (builder, value) -> {
      Duration life = Values.duration(value);
      builder.accounts(policy -> policy.withVerificationLifetime(life));
    });
    key("registration.keep-unproven", (builder, value) -> {
      Duration time = Values.duration(value);
      builder.accounts(policy -> policy.withKeepUnproven(time));
    });
    key("mail.forget-after", (builder, value) -> {
      Duration time = Values.duration(value);
      builder.accounts(policy -> policy.withMailForgetAfter(time));
    });
    key("password.reset-ttl", (builder, value) -> {
      Duration life = Values.duration(value);
      builder.accounts(policy -> policy.withResetLifetime(life));
    });
    key("mail.waits", (builder, value) -> {
      List<Duration> waits = Values.list(value).stream().map(Values::duration).toList();
      builder.accounts(policy -> policy.withMailWaits(waits));
    });
  }

  private void passwords() {
    key("password.min-length", (builder, value) -> {
      int least = Values.number(value);
      builder.passwords(
          policy -> new PasswordPolicy(least, policy.maxLength(), policy.checkCommon()));
    });
    key("password.max-length", (builder, value) -> {
      int most = Values.number(value);
      builder.passwords(
          policy -> new PasswordPolicy(policy.minLength(), most, policy.checkCommon()));
    });
    key("password.check-common", (builder, value) -> {
      boolean check = Values.flag(value);
      builder.passwords(
          policy -> new PasswordPolicy(policy.minLength(), policy.maxLength(), check));
    });
    key("password.hash.memory", (builder, value) -> {
      int memory = Values.kibibytes(value);
      builder.hashing(hash -> new HashSettings(
          memory, hash.iterations(), hash.parallelism(), hash.maxConcurrent(), hash.maxWait()));
    });
    key("password.hash.iterations", (builder, value) -> {
      int iterations = Values.number(value);
      builder.hashing(hash -> new HashSettings(
          hash.memoryKib(), iterations, hash.parallelism(), hash.maxConcurrent(), hash.maxWait()));
    });
    key("password.hash.max-concurrent", (builder, value) -> {
      int permits = Values.number(value);
      builder.hashing(hash -> new HashSettings(
          hash.memoryKib(), hash.iterations(), hash.parallelism(), permits, hash.maxWait()));
    });
    key("password.hash.max-wait", (builder, value) -> {
      Duration wait = Values.duration(value);
      builder.hashing(hash -> new HashSettings(
          hash.memoryKib(), hash.iterations(), hash.parallelism(), hash.maxConcurrent(), wait));
    });
  }

  private void sessions() {
    key("session.idle-timeout", (builder, value) -> {
      Duration timeout = Values.duration(value);
      builder.sessions(policy -> policy.withIdleTimeout(timeout));
    });
    key("session.absolute-timeout", (builder, value) -> {
      Duration timeout = Values.duration(value);
      builder.sessions(policy -> policy.withAbsoluteTimeout(timeout));
    });
    key("session.lease", (builder, value) -> {
      Duration lease = Values.duration(value);
      builder.sessions(policy -> policy.withLease(lease));
    });
    key("session.max-per-user", (builder, value) -> {
      int most = Values.number(value);
      builder.sessions(policy -> policy.withMaxPerUser(most));
    });
    key("session.touch-interval", (builder, value) -> {
      Duration interval = Values.duration(value);
      builder.sessions(policy -> policy.withTouchInterval(interval));
    });
    key("token.refresh-grace", (builder, value) -> {
      Duration grace = Values.duration(value);
      builder.sessions(policy -> policy.withRefreshGrace(grace));
    });
  }

  private void tokens() {
    key("token.access-ttl", (builder, value) -> {
      Duration life = Values.duration(value);
      builder.tokens(policy -> policy.withLifetime(life));
    });
    key("token.algorithm", (builder, value) -> {
      TokenAlgorithm algorithm = Values.constant(TokenAlgorithm.class, value);
      builder.tokens(policy -> policy.withAlgorithm(algorithm));
    });
    key("token.key-rotation", (builder, value) -> {
      Duration life = Values.duration(value);
      builder.tokens(policy -> policy.withKeyLifetime(life));
    });
    key("token.audience", (builder, value) -> builder.tokens(policy -> policy.withAudience(value)));
    key("clock-skew", (builder, value) -> {
      Duration skew = Values.duration(value);
      builder.tokens(policy -> policy.withClockSkew(skew));
    });
  }

  private void services() {
    key(
        "service.audience",
        (builder, value) -> builder.services(policy -> policy.withAudience(value)));
    key("service.token-ttl", (builder, value) -> {
      Duration life = Values.duration(value);
      builder.services(policy -> policy.withTokenLifetime(life));
    });
    key("service.lease", (builder, value) -> {
      Duration lease = Values.duration(value);
      builder.services(policy -> policy.withLease(lease));
    });
    key("service.secret-overlap", (builder, value) -> {
      Duration overlap = Values.duration(value);
      builder.services(policy -> policy.withOverlap(overlap));
    });
  }

  private void access() {
    key(
        "access.declared-permissions",
        (builder, value) -> builder.permissions(
            Values.list(value).stream().map(Permission::parse).toList()));
    key("access.cache-ttl", (builder, value) -> {
      Duration bound = Values.duration(value);
      builder.access(policy -> policy.withCacheTtl(bound));
    });
  }

  private void apiKeys() {
    key(
        "api-key.prefix",
        (builder, value) -> builder.apiKeys(policy -> policy.withPrefix(value.strip())));
    key(
        "api-key.environment",
        (builder, value) -> builder.apiKeys(policy -> policy.withEnvironment(value.strip())));
    key("api-key.default-ttl", (builder, value) -> {
      Duration life = Values.duration(value);
      builder.apiKeys(policy -> policy.withLifetimes(life, policy.longestLifetime()));
    });
    key("api-key.max-ttl", (builder, value) -> {
      Duration most = Values.duration(value);
      builder.apiKeys(policy -> policy.withLifetimes(policy.lifetime(), most));
    });
    key("api-key.allow-non-expiring", (builder, value) -> {
      boolean allowed = Values.flag(value);
      builder.apiKeys(policy -> policy.withNeverExpiring(allowed));
    });
    key("api-key.rotation-overlap", (builder, value) -> {
      Duration overlap = Values.duration(value);
      builder.apiKeys(policy -> policy.withOverlap(overlap));
    });
    key("api-key.max-per-owner", (builder, value) -> {
      int most = Values.number(value);
      builder.apiKeys(policy -> policy.withMaxPerOwner(most));
    });
    key("api-key.lease", (builder, value) -> {
      Duration lease = Values.duration(value);
      builder.apiKeys(policy -> policy.withLease(lease));
    });
    key("api-key.remind-before", (builder, value) -> {
      Duration before = Values.duration(value);
      builder.apiKeys(policy -> policy.withReminders(before, policy.rotateAfter()));
    });
    key("api-key.rotate-after", (builder, value) -> {
      Duration age = Values.duration(value);
      builder.apiKeys(policy -> policy.withReminders(policy.remindBefore(), age));
    });
    key("api-key.retention", (builder, value) -> {
      Duration kept = Values.duration(value);
      builder.apiKeys(policy -> policy.withRetention(kept));
    });
  }

  private void http() {
    key("path", (builder, value) -> builder.http(http -> http.withPath(value)));
    key("session.delivery", (builder, value) -> {
      Delivery delivery = Values.constant(Delivery.class, value);
      builder.http(http -> http.withDelivery(delivery));
    });
    key(
        "trusted-origins",
        (builder, value) -> builder.http(http -> http.withTrustedOrigins(Values.list(value))));
    key(
        "trusted-proxies",
        (builder, value) ->
            builder.trustedProxies(Values.list(value).stream().map(Cidr::parse).toList()));
    key(
        "forwarded-header",
        (builder, value) -> builder.forwardedHeader(Values.constant(ForwardedHeader.class, value)));
    key("http.max-body", (builder, value) -> {
      int bytes = Math.multiplyExact(Values.kibibytes(value), 1024);
      builder.http(http -> http.withMaxBodyBytes(bytes));
    });
    key("session.fresh-for", (builder, value) -> {
      Duration age = Values.duration(value);
      builder.http(http -> http.withRecentLogin(age));
    });
  }

  private void twoFactor() {
    key("two-factor.policy", (builder, value) -> {
      FactorRequirement requirement = Values.constant(FactorRequirement.class, value);
      builder.twoFactor(policy -> policy.withRequirement(requirement));
    });
    key("two-factor.required-for-roles", (builder, value) -> {
      Set<String> roles = Set.copyOf(Values.list(value));
      // Whoever names roles means them; a stricter policy stays.
      builder.twoFactor(policy -> policy.requirement() == FactorRequirement.OPTIONAL
          ? policy.withRoles(roles).withRequirement(FactorRequirement.ROLES)
          : policy.withRoles(roles));
    });
    key(
        "two-factor.totp.issuer",
        (builder, value) -> builder.twoFactor(policy -> policy.withIssuer(value.strip())));
    key("two-factor.totp.window", (builder, value) -> {
      int window = Values.number(value);
      builder.twoFactor(policy -> policy.withWindow(window));
    });
    key("two-factor.remember-device", (builder, value) -> {
      Duration life = Values.duration(value);
      builder.twoFactor(policy -> policy.withRememberFor(life));
    });
  }

  private void mail() {
    key("mail.app-name", (builder, value) -> builder.mail(mail -> mail.withAppName(value)));
    key("mail.links.verify", (builder, value) -> builder.mail(mail -> mail.withVerifyPath(value)));
    key("mail.links.reset", (builder, value) -> builder.mail(mail -> mail.withResetPath(value)));
    key(
        "mail.links.change-email",
        (builder, value) -> builder.mail(mail -> mail.withChangeEmailPath(value)));
    key(
        "mail.links.undo-email-change",
        (builder, value) -> builder.mail(mail -> mail.withUndoEmailChangePath(value)));
    key("mail.links.login", (builder, value) -> builder.mail(mail -> mail.withLoginPath(value)));
    key("mail.links.unlock", (builder, value) -> builder.mail(mail -> mail.withUnlockPath(value)));
    key("mail.links.forgot", (builder, value) -> builder.mail(mail -> mail.withForgotPath(value)));
  }
}
