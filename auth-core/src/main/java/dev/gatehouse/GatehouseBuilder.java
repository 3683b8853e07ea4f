package dev.gatehouse;

import dev.gatehouse.account.AccountPolicy;
import dev.gatehouse.apikey.ApiKeyPolicy;
import dev.gatehouse.apikey.KeyLimits;
import dev.gatehouse.cache.SharedCache;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.degradation.DegradationPolicy;
import dev.gatehouse.event.SecurityLog;
import dev.gatehouse.factor.FactorVerifier;
import dev.gatehouse.http.ForwardedHeader;
import dev.gatehouse.http.HttpSettings;
import dev.gatehouse.http.RequestLimit;
import dev.gatehouse.http.RouteRules;
import dev.gatehouse.mail.MailSettings;
import dev.gatehouse.mail.Mailer;
import dev.gatehouse.net.Cidr;
import dev.gatehouse.otp.TwoFactorPolicy;
import dev.gatehouse.password.BreachCheck;
import dev.gatehouse.password.HashSettings;
import dev.gatehouse.password.PasswordPolicy;
import dev.gatehouse.rbac.AccessPolicy;
import dev.gatehouse.rbac.Permission;
import dev.gatehouse.rbac.RoleDefinition;
import dev.gatehouse.replay.ReplayStore;
import dev.gatehouse.service.ServicePolicy;
import dev.gatehouse.session.SessionPolicy;
import dev.gatehouse.throttle.RateLimitStore;
import dev.gatehouse.throttle.ThrottlePolicy;
import dev.gatehouse.token.TokenPolicy;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A configuration in the making. Every method returns the builder; settings start from their defaults and are changed by
 * a function, for example {@code sessions(s -> s.withLease(Duration.ofSeconds(1)))}. Not safe for use by many threads.
 */
public final class GatehouseBuilder {
  private static final Logger LOG = LoggerFactory.getLogger(Gatehouse.class);

  private final Draft draft = new Draft();

  GatehouseBuilder() {}

  /** Sets where people reach the application: {@code https://…}, or {@code http://localhost…} for development. */
  public GatehouseBuilder baseUrl(String url) {
    draft.baseUrl = url;
    return this;
  }

  /** Sets the application secret: base64 of 32 random bytes or more, the same on every node. */
  public GatehouseBuilder secret(Secret current) {
    draft.secret = current;
    return this;
  }

  /** Adds a former application secret: what it sealed or signed stays readable. */
  public GatehouseBuilder previousSecret(Secret previous) {
    draft.previousSecrets.add(previous);
    return this;
  }

  /** Sets the backend; closing the Gatehouse closes it. */
  public GatehouseBuilder storage(Storage backend) {
    draft.storage = backend;
    return this;
  }

  /** Sets what delivers mail. */
  public GatehouseBuilder mailer(Mailer delivery) {
    draft.mailer = delivery;
    return this;
  }

  /** Changes the settings of registration, verification and reset. */
  public GatehouseBuilder accounts(UnaryOperator<AccountPolicy> change) {
    draft.accounts.add(draft.label, change);
    return this;
  }

  /** Changes which passwords may be chosen. */
  public GatehouseBuilder passwords(UnaryOperator<PasswordPolicy> change) {
    draft.passwords.add(draft.label, change);
    return this;
  }

  /** Changes what a password hash costs and how many run at once. */
  public GatehouseBuilder hashing(UnaryOperator<HashSettings> change) {
    draft.hashing.add(draft.label, change);
    return this;
  }

  /** Asks a source of breached passwords about every new password. */
  public GatehouseBuilder breachCheck(BreachCheck check) {
    draft.breaches = check;
    return this;
  }

  /** Changes the settings of sessions and refresh tokens. */
  public GatehouseBuilder sessions(UnaryOperator<SessionPolicy> change) {
    draft.sessions.add(draft.label, change);
    return this;
  }

  /** Changes how access tokens are made and judged. */
  public GatehouseBuilder tokens(UnaryOperator<TokenPolicy> change) {
    draft.tokens.add(draft.label, change);
    return this;
  }

  /** Changes the settings of service principals and their tokens. */
  public GatehouseBuilder services(UnaryOperator<ServicePolicy> change) {
    draft.services.add(draft.label, change);
    return this;
  }

  /**
   * Declares permissions of the application, for example {@code invoices:read}. One that nobody declared is a mistake
   * wherever it is written. {@code documents:read:*} declares all scopes that arise at run time.
   */
  public GatehouseBuilder permissions(String... declared) {
    for (String text : declared) {
      Permission permission = draft.checked("permission", () -> Permission.parse(text));
      if (permission != null) {
        draft.permissions.add(permission);
      }
    }
    return this;
  }

  /** Declares permissions of the application, as {@link #permissions(String...)} does. */
  public GatehouseBuilder permissions(Collection<Permission> declared) {
    draft.permissions.addAll(declared);
    return this;
  }

  /**
   * Declares a role of the application, for example
   * {@code role("accountant", r -> r.permitting("invoices:*").including("viewer"))}. Every start brings the store up to
   * date with it; it cannot be changed at run time.
   */
  public GatehouseBuilder role(String name, UnaryOperator<RoleDefinition> definition) {
    RoleDefinition role =
        draft.checked("role " + name, () -> definition.apply(RoleDefinition.of(name)));
    if (role != null) {
      draft.roles.add(role);
    }
    return this;
  }

  /** Changes how permissions are checked. */
  public GatehouseBuilder access(UnaryOperator<AccessPolicy> change) {
    draft.access.add(draft.label, change);
    return this;
  }

  /** Changes the settings of API keys. */
  public GatehouseBuilder apiKeys(UnaryOperator<ApiKeyPolicy> change) {
    draft.apiKeys.add(draft.label, change);
    return this;
  }

  /** Sets the rate limits of API keys; there are none unless set. */
  public GatehouseBuilder apiKeyLimits(KeyLimits limits) {
    draft.apiKeyLimits = limits;
    return this;
  }

  /** Changes the limits on requests and guesses. */
  public GatehouseBuilder throttle(UnaryOperator<ThrottlePolicy> change) {
    draft.throttle.add(draft.label, change);
    return this;
  }

  /** Limits requests, for example {@code RequestLimit.perCaller("reports", Limit.perMinute(5), Route.of("/reports/**"))}. */
  public GatehouseBuilder limit(RequestLimit limit) {
    draft.requestLimits.add(limit);
    return this;
  }

  /**
   * Counts requests in a store that nodes share. While it does not answer, this node counts for itself and lets its share
   * through, unless {@link #degradation} or the limit itself says otherwise.
   *
   * @param nodes about how many nodes there are, at least 1
   */
  public GatehouseBuilder rateLimits(RateLimitStore shared, int nodes) {
    draft.sharedLimits = Optional.of(new SharedLimits(shared, nodes));
    return this;
  }

  /** Changes what becomes of limits while the store that nodes share does not answer. */
  public GatehouseBuilder degradation(UnaryOperator<DegradationPolicy> change) {
    draft.degradation.add(draft.label, change);
    return this;
  }

  /**
   * Puts a cache that nodes share between the copies of each node and the store: sessions, and who has which role. No
   * answer becomes older by it than the leases allow. While it does not answer, the store is asked.
   */
  public GatehouseBuilder sharedCache(SharedCache cache) {
    draft.sharedCache = Optional.of(cache);
    return this;
  }

  /**
   * Remembers used ids in a store beside the storage, for a rate that the storage does not bear. What it cannot promise stands
   * with it; without this, the storage remembers them.
   */
  public GatehouseBuilder replays(ReplayStore store) {
    draft.replays = Optional.of(store);
    return this;
  }

  /** Changes how the HTTP side behaves. */
  public GatehouseBuilder http(UnaryOperator<HttpSettings> change) {
    draft.http.add(draft.label, change);
    return this;
  }

  /** Takes these proxies' word about the client's address; goes with {@link #forwardedHeader}. */
  public GatehouseBuilder trustedProxies(List<Cidr> proxies) {
    draft.trustedProxies = List.copyOf(proxies);
    return this;
  }

  /** Sets the header in which trusted proxies write the client's address. */
  public GatehouseBuilder forwardedHeader(ForwardedHeader header) {
    draft.forwardedHeader = Optional.of(header);
    return this;
  }

  /** Changes the mails: the name of the application and where their links lead. */
  public GatehouseBuilder mail(UnaryOperator<MailSettings> change) {
    draft.mail.add(draft.label, change);
    return this;
  }

  /** Adds rules for the host's own paths. Without any rule, every host path is refused. */
  public GatehouseBuilder routes(Consumer<RouteRules.Builder> rules) {
    rules.accept(draft.routes);
    return this;
  }

  /** Changes who must have a second factor, and how codes and trusted browsers count. */
  public GatehouseBuilder twoFactor(UnaryOperator<TwoFactorPolicy> change) {
    draft.twoFactor.add(draft.label, change);
    return this;
  }

  /** Adds a second factor: accounts that are enrolled in it must present it. */
  public GatehouseBuilder factor(FactorVerifier verifier) {
    draft.factors.add(verifier);
    return this;
  }

  /** Sets how the security log is written: as key-values, or with {@link SecurityLog#jsonLines()} as JSON lines. */
  public GatehouseBuilder securityLog(SecurityLog log) {
    draft.securityLog = log;
    return this;
  }

  /** Sets the source of time; for tests. */
  public GatehouseBuilder clock(InstantSource source) {
    draft.clock = source;
    draft.nanos = () -> ChronoUnit.NANOS.between(Instant.EPOCH, source.instant());
    return this;
  }

  /** Sets the source of randomness; for tests. */
  public GatehouseBuilder random(RandomSource source) {
    draft.random = source;
    return this;
  }

  /**
   * Takes settings from properties, for example {@code gatehouse.session.lease=1s}. Names that do not begin with
   * {@code gatehouse.} are ignored; an unknown name that does is a problem that {@link #build()} reports.
   */
  public GatehouseBuilder properties(Map<String, String> properties) {
    return properties(properties, Set.of());
  }

  /**
   * Takes settings from properties as {@link #properties(Map)} does, and leaves those to an adapter that it reads itself.
   *
   * @param others names of properties that the caller reads; "did you mean" knows them, too
   */
  public GatehouseBuilder properties(Map<String, String> properties, Set<String> others) {
    draft.problems.addAll(Properties.apply(properties, others, this));
    return this;
  }

  /** Returns the name of every property there is, in order. */
  public static List<String> propertyNames() {
    return Properties.names();
  }

  /** Runs changes whose problems are to be reported under a name. */
  void labelled(String name, Runnable changes) {
    String before = draft.label;
    draft.label = name;
    try {
      changes.run();
    } finally {
      draft.label = before;
    }
  }

  /**
   * Checks everything, then starts.
   *
   * @throws ConfigurationException listing every problem
   * @throws dev.gatehouse.storage.StoreException if the backend cannot be reached
   */
  public Gatehouse build() {
    Parts parts = parts(draft.configuration());
    Gatehouse gatehouse = new Gatehouse(parts);
    start(parts, gatehouse);
    return gatehouse;
  }

  private static void start(Parts parts, Gatehouse gatehouse) {
    try {
      parts.declaredRoles().bringUpToDate();
      parts.maintenance().start();
      if (LOG.isInfoEnabled()) {
        LOG.info("open are {}", parts.http().matrix().report());
        LOG.info("when a backend is lost:\n{}", parts.throttling().degradation().text());
      }
      parts.invalidations().awaitConnected();
    } catch (RuntimeException e) {
      gatehouse.close();
      throw e;
    }
  }

  /** Rules of the host can only be judged beside our own endpoints. */
  private static Parts parts(Configuration configuration) {
    try {
      return new Wiring(configuration).parts();
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(List.of(String.valueOf(e.getMessage())));
    }
  }
}
