package dev.gatehouse;

import dev.gatehouse.account.AccountPolicy;
import dev.gatehouse.apikey.ApiKeyPolicy;
import dev.gatehouse.apikey.KeyLimits;
import dev.gatehouse.cache.SharedCache;
import dev.gatehouse.crypto.KeyRing;
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
import dev.gatehouse.rbac.DeclaredRoles;
import dev.gatehouse.rbac.Permission;
import dev.gatehouse.rbac.PermissionCatalogue;
import dev.gatehouse.rbac.RoleDefinition;
import dev.gatehouse.replay.ReplayStore;
import dev.gatehouse.service.ServicePolicy;
import dev.gatehouse.session.SessionPolicy;
import dev.gatehouse.throttle.ThrottlePolicy;
import dev.gatehouse.token.TokenPolicy;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A configuration as far as it has been told; checked as a whole when the builder builds. */
final class Draft {
  final List<String> problems = new ArrayList<>();
  final List<Secret> previousSecrets = new ArrayList<>();
  final List<FactorVerifier> factors = new ArrayList<>();
  final Steps<AccountPolicy> accounts = new Steps<>();
  final Steps<PasswordPolicy> passwords = new Steps<>();
  final Steps<HashSettings> hashing = new Steps<>();
  final Steps<SessionPolicy> sessions = new Steps<>();
  final Steps<TokenPolicy> tokens = new Steps<>();
  final Steps<ServicePolicy> services = new Steps<>();
  final Steps<AccessPolicy> access = new Steps<>();
  final List<Permission> permissions = new ArrayList<>();
  final List<RoleDefinition> roles = new ArrayList<>();
  final Steps<ApiKeyPolicy> apiKeys = new Steps<>();
  final Steps<ThrottlePolicy> throttle = new Steps<>();
  final Steps<DegradationPolicy> degradation = new Steps<>();
  final List<RequestLimit> requestLimits = new ArrayList<>();
  final Steps<HttpSettings> http = new Steps<>();
  final Steps<MailSettings> mail = new Steps<>();
  final Steps<TwoFactorPolicy> twoFactor = new Steps<>();
  final RouteRules.Builder routes = RouteRules.builder();

  @Nullable
  String baseUrl;

  @Nullable
  Secret secret;

  @Nullable
  Storage storage;

  @Nullable
  Mailer mailer;

  SecurityLog securityLog = new SecurityLog();
  KeyLimits apiKeyLimits = KeyLimits.none();
  BreachCheck breaches = BreachCheck.off();
  List<Cidr> trustedProxies = List.of();
  Optional<ForwardedHeader> forwardedHeader = Optional.empty();
  Optional<SharedCache> sharedCache = Optional.empty();
  Optional<ReplayStore> replays = Optional.empty();
  Optional<SharedLimits> sharedLimits = Optional.empty();
  InstantSource clock = InstantSource.system();
  LongSupplier nanos = System::nanoTime;
  RandomSource random = RandomSource.secure();
  String label = "a setting made in code";

  /**
   * Checks everything.
   *
   * @throws ConfigurationException listing every problem
   */
  Configuration configuration() {
    List<String> found = new ArrayList<>(problems);
    String url = required(baseUrl, "gatehouse.base-url", "https://app.example.com", found);
    Secret key =
        required(secret, "gatehouse.secret", "the output of: openssl rand -base64 32", found);
    Storage backend = required(storage, "storage", "JdbcStorage.of(dataSource)", found);
    Mailer delivery = required(mailer, "mailer", "new LogMailer() for development", found);
    if (url == null || key == null || backend == null || delivery == null) {
      throw new ConfigurationException(found);
    }
    if (checked("gatehouse.secret", () -> new KeyRing(key, List.of(), random), found) != null) {
      checked("gatehouse.previous-secrets", () -> new KeyRing(key, previousSecrets, random), found);
    }
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
        new ThrottleSetup(
            throttle.apply(ThrottlePolicy.defaults(), found),
            List.copyOf(requestLimits),
            sharedLimits,
            degradation.apply(DegradationPolicy.defaults(), found),
            nanos),
        sharedCache,
        replays,
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

  /** Returns what was made, or null after a mistake, which is written down. */
  <T> @Nullable T checked(String name, Supplier<T> making) {
    return checked(name, making, problems);
  }

  private static <T> @Nullable T checked(String name, Supplier<T> making, List<String> found) {
    try {
      return making.get();
    } catch (IllegalArgumentException e) {
      found.add(name + ": " + e.getMessage());
      return null;
    }
  }
}
