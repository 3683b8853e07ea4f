package dev.gatehouse;

import dev.gatehouse.account.AccountPolicy;
import dev.gatehouse.apikey.ApiKeyPolicy;
import dev.gatehouse.apikey.KeyLimits;
import dev.gatehouse.crypto.KeyRing;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.event.SecurityLog;
import dev.gatehouse.factor.FactorVerifier;
import dev.gatehouse.http.ForwardedHeader;
import dev.gatehouse.http.HttpSettings;
import dev.gatehouse.http.RouteRules;
import dev.gatehouse.mail.MailSettings;
import dev.gatehouse.mail.Mailer;
import dev.gatehouse.net.Cidr;
import dev.gatehouse.otp.TwoFactorPolicy;
import dev.gatehouse.password.BreachCheck;
import dev.gatehouse.password.HashSettings;
import dev.gatehouse.password.PasswordPolicy;
import dev.gatehouse.rbac.AccessPolicy;
import dev.gatehouse.rbac.DeclaredRoles;
import dev.gatehouse.rbac.Permission;
import dev.gatehouse.rbac.PermissionCatalogue;
import dev.gatehouse.rbac.RoleDefinition;
import dev.gatehouse.service.ServicePolicy;
import dev.gatehouse.session.SessionPolicy;
import dev.gatehouse.token.TokenPolicy;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A configuration in the making. Every method returns the builder; settings start from their defaults and are changed by
 * a function, for example {@code sessions(s -> s.withLease(Duration.ofSeconds(1)))}. Not safe for use by many threads.
 */
public final class GatehouseBuilder {
  private final List<String> problems = new ArrayList<>();
  private final List<Secret> previousSecrets = new ArrayList<>();
  private final List<FactorVerifier> factors = new ArrayList<>();
  private final Steps<AccountPolicy> accounts = new Steps<>();
  private final Steps<PasswordPolicy> passwords = new Steps<>();
  private final Steps<HashSettings> hashing = new Steps<>();
  private final Steps<SessionPolicy> sessions = new Steps<>();
  private final Steps<TokenPolicy> tokens = new Steps<>();
  private final Steps<ServicePolicy> services = new Steps<>();
  private final Steps<AccessPolicy> access = new Steps<>();
  private final List<Permission> permissions = new ArrayList<>();
  private final List<RoleDefinition> roles = new ArrayList<>();
  private final Steps<ApiKeyPolicy> apiKeys = new Steps<>();
  private final Steps<HttpSettings> http = new Steps<>();
  private final Steps<MailSettings> mail = new Steps<>();
  private final Steps<TwoFactorPolicy> twoFactor = new Steps<>();
  private final RouteRules.Builder routes = RouteRules.builder();
  private @Nullable String baseUrl;
  private @Nullable Secret secret;
  private @Nullable Storage storage;
  private @Nullable Mailer mailer;
  private SecurityLog securityLog = new SecurityLog();
  private KeyLimits apiKeyLimits = KeyLimits.none();
  private BreachCheck breaches = BreachCheck.off();
  private List<Cidr> trustedProxies = List.of();
  private Optional<ForwardedHeader> forwardedHeader = Optional.empty();
  private InstantSource clock = InstantSource.system();
  private RandomSource random = RandomSource.secure();
  private String label = "a setting made in code";

  GatehouseBuilder() {}

  /** Sets where people reach the application: {@code https://…}, or {@code http://localhost…} for development. */
  public GatehouseBuilder baseUrl(String url) {
    this.baseUrl = url;
    return this;
  }

  /** Sets the application secret: base64 of 32 random bytes or more, the same on every node. */
  public GatehouseBuilder secret(Secret current) {
    this.secret = current;
    return this;
  }

  /** Adds a former application secret: what it sealed or signed stays readable. */
  public GatehouseBuilder previousSecret(Secret previous) {
    previousSecrets.add(previous);
    return this;
  }

  /** Sets the backend; closing the Gatehouse closes it. */
  public GatehouseBuilder storage(Storage backend) {
    this.storage = backend;
    return this;
  }

  /** Sets what delivers mail. */
  public GatehouseBuilder mailer(Mailer delivery) {
    this.mailer = delivery;
    return this;
  }

  /** Changes the settings of registration, verification and reset. */
  public GatehouseBuilder accounts(UnaryOperator<AccountPolicy> change) {
    accounts.add(label, change);
    return this;
  }

  /** Changes which passwords may be chosen. */
  public GatehouseBuilder passwords(UnaryOperator<PasswordPolicy> change) {
    passwords.add(label, change);
    return this;
  }

  /** Changes what a password hash costs and how many run at once. */
  public GatehouseBuilder hashing(UnaryOperator<HashSettings> change) {
    hashing.add(label, change);
    return this;
  }

  /** Asks a source of breached passwords about every new password. */
  public GatehouseBuilder breachCheck(BreachCheck check) {
    this.breaches = check;
    return this;
  }

  /** Changes the settings of sessions and refresh tokens. */
  public GatehouseBuilder sessions(UnaryOperator<SessionPolicy> change) {
    sessions.add(label, change);
    return this;
  }

  /** Changes how access tokens are made and judged. */
  public GatehouseBuilder tokens(UnaryOperator<TokenPolicy> change) {
    tokens.add(label, change);
    return this;
  }

  /** Changes the settings of service principals and their tokens. */
  public GatehouseBuilder services(UnaryOperator<ServicePolicy> change) {
    services.add(label, change);
    return this;
  }

  /**
   * Declares permissions of the application, for example {@code invoices:read}. One that nobody declared is a mistake
   * wherever it is written. {@code documents:read:*} declares all scopes that arise at run time.
   */
  public GatehouseBuilder permissions(String... declared) {
    for (String text : declared) {
      Permission permission = checked("permission", () -> Permission.parse(text), problems);
      if (permission != null) {
        permissions.add(permission);
      }
    }
    return this;
  }

  /** Declares permissions of the application, as {@link #permissions(String...)} does. */
  public GatehouseBuilder permissions(Collection<Permission> declared) {
    permissions.addAll(declared);
    return this;
  }

  /**
   * Declares a role of the application, for example
   * {@code role("accountant", r -> r.permitting("invoices:*").including("viewer"))}. Every start brings the store up to
   * date with it; it cannot be changed at run time.
   */
  public GatehouseBuilder role(String name, UnaryOperator<RoleDefinition> definition) {
    RoleDefinition role =
        checked("role " + name, () -> definition.apply(RoleDefinition.of(name)), problems);
    if (role != null) {
      roles.add(role);
    }
    return this;
  }

  /** Changes how permissions are checked. */
  public GatehouseBuilder access(UnaryOperator<AccessPolicy> change) {
    access.add(label, change);
    return this;
  }

  /** Changes the settings of API keys. */
  public GatehouseBuilder apiKeys(UnaryOperator<ApiKeyPolicy> change) {
    apiKeys.add(label, change);
    return this;
  }

  /** Sets the rate limits of API keys; there are none unless set. */
  public GatehouseBuilder apiKeyLimits(KeyLimits limits) {
    this.apiKeyLimits = limits;
    return this;
  }

  /** Changes how the HTTP side behaves. */
  public GatehouseBuilder http(UnaryOperator<HttpSettings> change) {
    http.add(label, change);
    return this;
  }

  /** Takes these proxies' word about the client's address; goes with {@link #forwardedHeader}. */
  public GatehouseBuilder trustedProxies(List<Cidr> proxies) {
    this.trustedProxies = List.copyOf(proxies);
    return this;
  }

  /** Sets the header in which trusted proxies write the client's address. */
  public GatehouseBuilder forwardedHeader(ForwardedHeader header) {
    this.forwardedHeader = Optional.of(header);
    return this;
  }

  /** Changes the mails: the name of the application and where their links lead. */
  public GatehouseBuilder mail(UnaryOperator<MailSettings> change) {
    mail.add(label, change);
    return this;
  }

  /** Adds rules for the host's own paths. Without any rule, every host path is refused. */
  public GatehouseBuilder routes(Consumer<RouteRules.Builder> rules) {
    rules.accept(routes);
    return this;
  }

  /** Changes who must have a second factor, and how codes and trusted browsers count. */
  public GatehouseBuilder twoFactor(UnaryOperator<TwoFactorPolicy> change) {
    twoFactor.add(label, change);
    return this;
  }

  /** Adds a second factor: accounts that are enrolled in it must present it. */
  public GatehouseBuilder factor(FactorVerifier verifier) {
    factors.add(verifier);
    return this;
  }

  /** Sets how the security log is written: as key-values, or with {@link SecurityLog#jsonLines()} as JSON lines. */
  public GatehouseBuilder securityLog(SecurityLog log) {
    this.securityLog = log;
    return this;
  }

  /** Sets the source of time; for tests. */
  public GatehouseBuilder clock(InstantSource source) {
    this.clock = source;
    return this;
  }

  /** Sets the source of randomness; for tests. */
  public GatehouseBuilder random(RandomSource source) {
    this.random = source;
    return this;
  }

  /**
   * Takes settings from properties, for example {@code gatehouse.session.lease=1s}. Names that do not begin with
   * {@code gatehouse.} are ignored; an unknown name that does is a problem that {@link #build()} reports.
   */
  public GatehouseBuilder properties(Map<String, String> properties) {
    problems.addAll(new Properties().apply(properties, this));
    return this;
  }

  /** Runs changes whose problems are to be reported under a name. */
  void labelled(String name, Runnable changes) {
    String before = label;
    label = name;
    changes.run();
    label = before;
  }

  /**
   * Checks everything, then starts.
   *
   * @throws ConfigurationException listing every problem
   * @throws dev.gatehouse.storage.StoreException if the backend cannot be reached
   */
  public Gatehouse build() {
    List<String> found = new ArrayList<>(problems);
    Configuration configuration = configuration(found);
    Parts parts = parts(configuration);
    Gatehouse gatehouse = new Gatehouse(parts);
    start(parts, gatehouse);
    return gatehouse;
  }

  private static void start(Parts parts, Gatehouse gatehouse) {
    try {
      parts.declaredRoles().bringUpToDate();
      parts.maintenance().start();
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

  private Configuration configuration(List<String> found) {
    String url = required(baseUrl, "gatehouse.base-url", "https://app.example.com", found);
    Secret key =
        required(secret, "gatehouse.secret", "the output of: openssl rand -base64 32", found);
    Storage backend = required(storage, "storage", "JdbcStorage.of(dataSource)", found);
    Mailer delivery = required(mailer, "mailer", "new LogMailer() for development", found);
    if (url == null || key == null || backend == null || delivery == null) {
      throw new ConfigurationException(found);
    }
    checked("gatehouse.secret", () -> new KeyRing(key, previousSecrets, random), found);
    Configuration configuration = collect(url, key, backend, delivery, found);
    if (configuration == null || !found.isEmpty()) {
      throw new ConfigurationException(found);
    }
    return configuration;
  }

  private @Nullable Configuration collect(
      String baseUrlText, Secret key, Storage backend, Mailer delivery, List<String> found) {
    HttpSettings httpStart =
        checked("gatehouse.base-url", () -> HttpSettings.of(URI.create(baseUrlText)), found);
    if (httpStart == null) {
      return null;
    }
    PermissionCatalogue catalogue = catalogue(found);
    if (catalogue == null) {
      return null;
    }
    URI url = httpStart.baseUrl();
    if (!trustedProxies.isEmpty() || forwardedHeader.isPresent()) {
      ForwardedHeader header = forwardedHeader.orElse(ForwardedHeader.NONE);
      http.add(
          "gatehouse.trusted-proxies",
          settings -> settings.withTrustedProxies(trustedProxies, header));
    }
    TokenPolicy tokenPolicy =
        tokens.apply(TokenPolicy.standard(url.toString(), url.toString()), found);
    return new Configuration(
        key,
        List.copyOf(previousSecrets),
        backend,
        delivery,
        accounts.apply(AccountPolicy.defaults(), found),
        passwords.apply(PasswordPolicy.defaults(), found),
        hashing.apply(HashSettings.defaults(), found),
        breaches,
        sessions.apply(SessionPolicy.defaults(), found),
        tokenPolicy,
        services.apply(ServicePolicy.of(tokenPolicy.audience()), found),
        catalogue,
        List.copyOf(roles),
        access.apply(AccessPolicy.defaults(), found),
        apiKeys.apply(ApiKeyPolicy.defaults(), found),
        apiKeyLimits,
        http.apply(httpStart, found),
        routes.build(),
        mail.apply(MailSettings.of(url.getHost(), url), found),
        twoFactor.apply(TwoFactorPolicy.of(url.getHost()), found),
        List.copyOf(factors),
        securityLog,
        clock,
        random);
  }

  private @Nullable PermissionCatalogue catalogue(List<String> found) {
    PermissionCatalogue catalogue =
        checked("permissions", () -> PermissionCatalogue.of(permissions), found);
    if (catalogue != null) {
      found.addAll(DeclaredRoles.problems(roles, catalogue));
    }
    return catalogue;
  }

  private static <T> @Nullable T required(
      @Nullable T value, String name, String example, List<String> found) {
    if (value == null) {
      found.add(name + " is missing; set it, for example to " + example);
    }
    return value;
  }

  private static <T> @Nullable T checked(
      String name, java.util.function.Supplier<T> making, List<String> found) {
    try {
      return making.get();
    } catch (IllegalArgumentException e) {
      found.add(name + ": " + e.getMessage());
      return null;
    }
  }
}
