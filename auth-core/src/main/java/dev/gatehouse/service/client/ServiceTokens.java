package dev.gatehouse.service.client;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.crypto.Digest;
import dev.gatehouse.crypto.Secret;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The tokens of this service, fetched with its secret and kept in memory until they end: one per audience, and one per
 * audience and person it acts for. Make one per process. Safe for use by many threads.
 *
 * <h2>Security guarantees</h2>
 *
 * <p>The secret goes to the token endpoint and nowhere else, over https unless {@link Builder#overPlainHttp} was said, and
 * no redirect is followed. Neither secret nor token is ever logged or part of an exception.
 *
 * <h2>When the issuer is slow or down</h2>
 *
 * <p>Any number of threads that need one token make one request. A token is renewed in the background once four fifths of
 * its life are over, and used to its end: while it lives, nobody notices that the issuer is down. Without a live token a
 * call fails after the timeout, and calls within the following second fail at once.
 */
public final class ServiceTokens {
  private static final int MOST_PERSONS = 10_000;
  private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);
  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

  private final TokenFetch fetch;
  private final ConcurrentHashMap<String, TokenSlot> own = new ConcurrentHashMap<>();
  private final Cache<PersonKey, TokenSlot> onBehalf = Caffeine.newBuilder()
      .maximumSize(MOST_PERSONS)
      .expireAfterAccess(FORGOTTEN_AFTER)
      .build();

  private record PersonKey(String audience, Digest token) {}

  private ServiceTokens(TokenFetch fetch) {
    this.fetch = fetch;
  }

  /** Starts a configuration; {@code endpoint} is for example {@code https://app.example.com/auth/token}. */
  public static Builder builder(URI endpoint, String clientId, Secret clientSecret) {
    return new Builder(endpoint, clientId, clientSecret);
  }

  /** Returns where tokens for an audience come from; this service acts for itself there. */
  public TokenSource to(String audience) {
    TokenSlot slot =
        own.computeIfAbsent(audience, name -> new TokenSlot(fetch, name, Optional.empty()));
    return new TokenSource(this, audience, slot);
  }

  TokenSource source(String audience, Secret person) {
    PersonKey key = new PersonKey(audience, Digest.of(person.reveal()));
    TokenSlot slot =
        onBehalf.get(key, absent -> new TokenSlot(fetch, audience, Optional.of(person)));
    return new TokenSource(this, audience, slot);
  }

  /** A configuration in the making. Not safe for use by many threads. */
  public static final class Builder {
    private final URI endpoint;
    private final String clientId;
    private final Secret clientSecret;
    private Duration timeout = Duration.ofSeconds(5);
    private LongSupplier ticker = System::nanoTime;
    private boolean plainHttp;

    private Builder(URI endpoint, String clientId, Secret clientSecret) {
      this.endpoint = endpoint;
      this.clientId = clientId;
      this.clientSecret = clientSecret;
    }

    /** Sets how long a request for a token may take in all: 100 milliseconds to 60 seconds; 5 seconds if not set. */
    public Builder timeout(Duration longest) {
      this.timeout = longest;
      return this;
    }

    /** Lets the secret travel unencrypted to another machine: only where something else encrypts, such as a mesh. */
    public Builder overPlainHttp() {
      this.plainHttp = true;
      return this;
    }

    Builder ticker(LongSupplier nanoseconds) {
      this.ticker = nanoseconds;
      return this;
    }

    /**
     * Returns the tokens; nothing is fetched yet.
     *
     * @throws IllegalArgumentException if the endpoint is not https, or the timeout is out of bounds
     */
    public ServiceTokens build() {
      String scheme = String.valueOf(endpoint.getScheme());
      boolean near = THIS_MACHINE.contains(String.valueOf(endpoint.getHost()));
      if (!scheme.equals("https") && !(scheme.equals("http") && (near || plainHttp))) {
        throw new IllegalArgumentException(
            "the token endpoint must be https, was " + scheme + "://" + endpoint.getHost());
      }
      if (timeout.compareTo(Duration.ofMillis(100)) < 0
          || timeout.compareTo(Duration.ofSeconds(60)) > 0) {
        throw new IllegalArgumentException(
            "the timeout must be between 100 ms and 60 s, was " + timeout);
      }
      HttpClient http = HttpClient.newBuilder()
          .connectTimeout(timeout)
          .followRedirects(Redirect.NEVER)
          .build();
      Secret authorization = TokenFetch.basic(clientId, clientSecret);
      return new ServiceTokens(new TokenFetch(http, endpoint, authorization, timeout, ticker));
    }
  }
}
