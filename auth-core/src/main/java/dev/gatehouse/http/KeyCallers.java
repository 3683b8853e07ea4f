package dev.gatehouse.http;

import dev.gatehouse.apikey.ApiKey;
import dev.gatehouse.apikey.ApiKeyStatus;
import dev.gatehouse.apikey.KeyUse;
import dev.gatehouse.apikey.Verification;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.principal.AnonymousPrincipal;
import dev.gatehouse.principal.ApiKeyPrincipal;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.Principal;
import dev.gatehouse.throttle.LimitedUse;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds out which API key asks, and whether it may. A use that is refused for any reason costs nothing. */
final class KeyCallers {
  private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
          "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
      .withZone(ZoneOffset.UTC);

  private final GateContext context;
  private final Refusals refusals;

  KeyCallers(GateContext context, Refusals refusals) {
    this.context = context;
    this.refusals = refusals;
  }

  Admitted admit(Secret key, ClientInfo client, Demand demand, Toll toll) {
    KeyUse use = KeyUse.by(client).in(demand.group());
    return demand.isOpen()
        ? Callers.charged(open(key, use.costing(0)), toll)
        : judged(key, use, new Conditions(demand, client, toll));
  }

  /** On a route open to everybody a key that is not good counts as none, and a good one costs nothing. */
  private Admitted open(Secret key, KeyUse use) {
    return context
        .keys()
        .apply(key, use)
        .fold(KeyCallers::admitted, refused -> Admitted.of(new AnonymousPrincipal()));
  }

  private Admitted judged(Secret key, KeyUse use, Conditions conditions) {
    KeyUse whole = use.onlyIf(conditions).limitedBy(conditions::limited);
    return context.keys().apply(key, whole).fold(KeyCallers::admitted, refused -> {
      throw conditions.refusal().orElseGet(refused::exception);
    });
  }

  /** The conditions of a route and its limits, put to the principal of a key; remembers which one was not met. */
  private final class Conditions implements Predicate<ApiKeyPrincipal> {
    private final Demand demand;
    private final ClientInfo client;
    private final Toll toll;
    private Principal admitted = new AnonymousPrincipal();
    private @Nullable AuthException refusal;

    private Conditions(Demand demand, ClientInfo client, Toll toll) {
      this.demand = demand;
      this.client = client;
      this.toll = toll;
    }

    @Override
    public boolean test(ApiKeyPrincipal caller) {
      admitted = caller;
      refusal = context
          .guard()
          .refusal(caller, demand.requirements())
          .map(why -> refusals.reported(caller, client, demand, why))
          .orElse(null);
      return refusal == null;
    }

    /** Decides about the limits of the key and of the request together, once all conditions are met. */
    private Optional<Duration> limited(List<LimitedUse> ofKey) {
      Optional<AuthException> excess = toll.charge(admitted, ofKey);
      refusal = excess.orElse(null);
      return excess.map(refused -> refused.retryAfter().orElse(Duration.ofSeconds(1)));
    }

    private Optional<AuthException> refusal() {
      return Optional.ofNullable(refusal);
    }
  }

  private static Admitted admitted(Verification.Accepted accepted) {
    return new Admitted(accepted.principal(), headers(accepted.key()));
  }

  /** Tells when a key ends, and of one that was replaced that it is to be changed (RFC 8594). */
  private static List<Header> headers(ApiKey key) {
    List<Header> headers = new ArrayList<>();
    key.expiresAt().ifPresent(end -> {
      headers.add(new Header("X-Api-Key-Expires-At", end.toString()));
      if (key.status() == ApiKeyStatus.ROTATING) {
        headers.add(new Header("Sunset", HTTP_DATE.format(end)));
      }
    });
    return headers;
  }
}
