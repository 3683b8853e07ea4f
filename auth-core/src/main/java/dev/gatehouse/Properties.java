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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The settings as properties: the same names in plain Java, in Spring and in the documentation. One property at a time is
 * compared with every name, so that an application links what it sets and not what it could set.
 */
final class Properties {
  private final GivenProperty given;
  private final GatehouseBuilder builder;
  private final String value;

  private Properties(GivenProperty given, GatehouseBuilder builder) {
    this.given = given;
    this.builder = builder;
    this.value = given.value();
  }

  /** Returns the name of every property there is, in order. */
  static List<String> names() {
    GivenProperty none = new GivenProperty("", "");
    new Properties(none, new GatehouseBuilder()).all();
    return none.names();
  }

  /**
   * Hands every {@code gatehouse.*} property to the builder, but for those that others read; returns what is wrong with the
   * others of that prefix.
   */
  static List<String> apply(
      Map<String, String> properties, Set<String> others, GatehouseBuilder builder) {
    List<String> problems = new ArrayList<>();
    new TreeMap<>(properties).forEach((name, value) -> {
      if (name.startsWith(GivenProperty.PREFIX) && !others.contains(name)) {
        apply(new GivenProperty(name, value), others, builder).ifPresent(problems::add);
      }
    });
    return problems;
  }

  private static Optional<String> apply(
      GivenProperty given, Set<String> others, GatehouseBuilder builder) {
    try {
      builder.labelled(given.name(), new Properties(given, builder)::all);
    } catch (IllegalArgumentException e) {
      return Optional.of(given.name() + ": " + e.getMessage());
    }
    return given.isKnown()
        ? Optional.empty()
        : Optional.of(
            given.name() + " is no setting; did you mean " + nearest(given, others) + "?");
  }

  private static String nearest(GivenProperty unknown, Set<String> others) {
    Set<String> known = new TreeSet<>(unknown.names());
    known.addAll(others);
    return Spelling.nearest(unknown.name(), known).orElseThrow();
  }

  private void all() {
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
    new ThrottleProperties(given, builder).all();
  }

  private void general() {
    if (given.is("base-url")) {
      builder.baseUrl(value);
    }
    if (given.is("secret")) {
      builder.secret(Secret.of(value));
    }
    if (given.is("previous-secrets")) {
      Values.list(value).forEach(old -> builder.previousSecret(Secret.of(old)));
    }
  }

  private void accounts() {
    if (given.is("registration.enabled")) {
      boolean open = Values.flag(value);
      builder.accounts(policy -> policy.withRegistrationOpen(open));
    }
    if (given.is("registration.verification-ttl")) {
      Duration life = Values.duration(value);
      builder.accounts(policy -> policy.withVerificationLifetime(life));
    }
    if (given.is("registration.keep-unproven")) {
      Duration time = Values.duration(value);
      builder.accounts(policy -> policy.withKeepUnproven(time));
    }
    if (given.is("mail.forget-after")) {
      Duration time = Values.duration(value);
      builder.accounts(policy -> policy.withMailForgetAfter(time));
    }
    if (given.is("password.reset-ttl")) {
      Duration life = Values.duration(value);
      builder.accounts(policy -> policy.withResetLifetime(life));
    }
    if (given.is("mail.waits")) {
      List<Duration> waits = Values.list(value).stream().map(Values::duration).toList();
      builder.accounts(policy -> policy.withMailWaits(waits));
    }
  }

  private void passwords() {
    if (given.is("password.min-length")) {
      int least = Values.number(value);
      builder.passwords(
          policy -> new PasswordPolicy(least, policy.maxLength(), policy.checkCommon()));
    }
    if (given.is("password.max-length")) {
      int most = Values.number(value);
      builder.passwords(
          policy -> new PasswordPolicy(policy.minLength(), most, policy.checkCommon()));
    }
    if (given.is("password.check-common")) {
      boolean check = Values.flag(value);
      builder.passwords(
          policy -> new PasswordPolicy(policy.minLength(), policy.maxLength(), check));
    }
    if (given.is("password.hash.memory")) {
      int memory = Values.kibibytes(value);
      builder.hashing(hash -> new HashSettings(
          memory, hash.iterations(), hash.parallelism(), hash.maxConcurrent(), hash.maxWait()));
    }
    if (given.is("password.hash.iterations")) {
      int iterations = Values.number(value);
      builder.hashing(hash -> new HashSettings(
          hash.memoryKib(), iterations, hash.parallelism(), hash.maxConcurrent(), hash.maxWait()));
    }
    if (given.is("password.hash.max-concurrent")) {
      int permits = Values.number(value);
      builder.hashing(hash -> new HashSettings(
          hash.memoryKib(), hash.iterations(), hash.parallelism(), permits, hash.maxWait()));
    }
    if (given.is("password.hash.max-wait")) {
      Duration wait = Values.duration(value);
      builder.hashing(hash -> new HashSettings(
          hash.memoryKib(), hash.iterations(), hash.parallelism(), hash.maxConcurrent(), wait));
    }
  }

  private void sessions() {
    if (given.is("session.idle-timeout")) {
      Duration timeout = Values.duration(value);
      builder.sessions(policy -> policy.withIdleTimeout(timeout));
    }
    if (given.is("session.absolute-timeout")) {
      Duration timeout = Values.duration(value);
      builder.sessions(policy -> policy.withAbsoluteTimeout(timeout));
    }
    if (given.is("session.lease")) {
      Duration lease = Values.duration(value);
      builder.sessions(policy -> policy.withLease(lease));
    }
    if (given.is("session.max-per-user")) {
      int most = Values.number(value);
      builder.sessions(policy -> policy.withMaxPerUser(most));
    }
    if (given.is("session.touch-interval")) {
      Duration interval = Values.duration(value);
      builder.sessions(policy -> policy.withTouchInterval(interval));
    }
    if (given.is("token.refresh-grace")) {
      Duration grace = Values.duration(value);
      builder.sessions(policy -> policy.withRefreshGrace(grace));
    }
  }

  private void tokens() {
    if (given.is("token.access-ttl")) {
      Duration life = Values.duration(value);
      builder.tokens(policy -> policy.withLifetime(life));
    }
    if (given.is("token.algorithm")) {
      TokenAlgorithm algorithm = Values.constant(TokenAlgorithm.class, value);
      builder.tokens(policy -> policy.withAlgorithm(algorithm));
    }
    if (given.is("token.key-rotation")) {
      Duration life = Values.duration(value);
      builder.tokens(policy -> policy.withKeyLifetime(life));
    }
    if (given.is("token.audience")) {
      builder.tokens(policy -> policy.withAudience(value));
    }
    if (given.is("clock-skew")) {
      Duration skew = Values.duration(value);
      builder.tokens(policy -> policy.withClockSkew(skew));
    }
  }

  private void services() {
    if (given.is("service.audience")) {
      builder.services(policy -> policy.withAudience(value));
    }
    if (given.is("service.token-ttl")) {
      Duration life = Values.duration(value);
      builder.services(policy -> policy.withTokenLifetime(life));
    }
    if (given.is("service.lease")) {
      Duration lease = Values.duration(value);
      builder.services(policy -> policy.withLease(lease));
    }
    if (given.is("service.secret-overlap")) {
      Duration overlap = Values.duration(value);
      builder.services(policy -> policy.withOverlap(overlap));
    }
  }

  private void access() {
    if (given.is("access.declared-permissions")) {
      builder.permissions(Values.list(value).stream().map(Permission::parse).toList());
    }
    if (given.is("access.cache-ttl")) {
      Duration bound = Values.duration(value);
      builder.access(policy -> policy.withCacheTtl(bound));
    }
  }

  private void apiKeys() {
    if (given.is("api-key.prefix")) {
      builder.apiKeys(policy -> policy.withPrefix(value.strip()));
    }
    if (given.is("api-key.environment")) {
      builder.apiKeys(policy -> policy.withEnvironment(value.strip()));
    }
    if (given.is("api-key.default-ttl")) {
      Duration life = Values.duration(value);
      builder.apiKeys(policy -> policy.withLifetimes(life, policy.longestLifetime()));
    }
    if (given.is("api-key.max-ttl")) {
      Duration most = Values.duration(value);
      builder.apiKeys(policy -> policy.withLifetimes(policy.lifetime(), most));
    }
    if (given.is("api-key.allow-non-expiring")) {
      boolean allowed = Values.flag(value);
      builder.apiKeys(policy -> policy.withNeverExpiring(allowed));
    }
    if (given.is("api-key.rotation-overlap")) {
      Duration overlap = Values.duration(value);
      builder.apiKeys(policy -> policy.withOverlap(overlap));
    }
    if (given.is("api-key.max-per-owner")) {
      int most = Values.number(value);
      builder.apiKeys(policy -> policy.withMaxPerOwner(most));
    }
    if (given.is("api-key.lease")) {
      Duration lease = Values.duration(value);
      builder.apiKeys(policy -> policy.withLease(lease));
    }
    if (given.is("api-key.remind-before")) {
      Duration before = Values.duration(value);
      builder.apiKeys(policy -> policy.withReminders(before, policy.rotateAfter()));
    }
    if (given.is("api-key.rotate-after")) {
      Duration age = Values.duration(value);
      builder.apiKeys(policy -> policy.withReminders(policy.remindBefore(), age));
    }
    if (given.is("api-key.retention")) {
      Duration kept = Values.duration(value);
      builder.apiKeys(policy -> policy.withRetention(kept));
    }
  }

  private void http() {
    if (given.is("path")) {
      builder.http(http -> http.withPath(value));
    }
    if (given.is("session.delivery")) {
      Delivery delivery = Values.constant(Delivery.class, value);
      builder.http(http -> http.withDelivery(delivery));
    }
    if (given.is("trusted-origins")) {
      builder.http(http -> http.withTrustedOrigins(Values.list(value)));
    }
    if (given.is("trusted-proxies")) {
      builder.trustedProxies(Values.list(value).stream().map(Cidr::parse).toList());
    }
    if (given.is("forwarded-header")) {
      builder.forwardedHeader(Values.constant(ForwardedHeader.class, value));
    }
    if (given.is("http.max-body")) {
      int bytes = Math.multiplyExact(Values.kibibytes(value), 1024);
      builder.http(http -> http.withMaxBodyBytes(bytes));
    }
    if (given.is("session.fresh-for")) {
      Duration age = Values.duration(value);
      builder.http(http -> http.withRecentLogin(age));
    }
  }

  private void twoFactor() {
    if (given.is("two-factor.policy")) {
      FactorRequirement requirement = Values.constant(FactorRequirement.class, value);
      builder.twoFactor(policy -> policy.withRequirement(requirement));
    }
    if (given.is("two-factor.required-for-roles")) {
      Set<String> roles = Set.copyOf(Values.list(value));
      // Whoever names roles means them; a stricter policy stays.
      builder.twoFactor(policy -> policy.requirement() == FactorRequirement.OPTIONAL
          ? policy.withRoles(roles).withRequirement(FactorRequirement.ROLES)
          : policy.withRoles(roles));
    }
    if (given.is("two-factor.totp.issuer")) {
      builder.twoFactor(policy -> policy.withIssuer(value.strip()));
    }
    if (given.is("two-factor.totp.window")) {
      int window = Values.number(value);
      builder.twoFactor(policy -> policy.withWindow(window));
    }
    if (given.is("two-factor.remember-device")) {
      Duration life = Values.duration(value);
      builder.twoFactor(policy -> policy.withRememberFor(life));
    }
  }

  private void mail() {
    if (given.is("mail.app-name")) {
      builder.mail(mail -> mail.withAppName(value));
    }
    if (given.is("mail.links.verify")) {
      builder.mail(mail -> mail.withVerifyPath(value));
    }
    if (given.is("mail.links.reset")) {
      builder.mail(mail -> mail.withResetPath(value));
    }
    if (given.is("mail.links.change-email")) {
      builder.mail(mail -> mail.withChangeEmailPath(value));
    }
    if (given.is("mail.links.undo-email-change")) {
      builder.mail(mail -> mail.withUndoEmailChangePath(value));
    }
    if (given.is("mail.links.login")) {
      builder.mail(mail -> mail.withLoginPath(value));
    }
    if (given.is("mail.links.unlock")) {
      builder.mail(mail -> mail.withUnlockPath(value));
    }
    if (given.is("mail.links.forgot")) {
      builder.mail(mail -> mail.withForgotPath(value));
    }
  }
}
