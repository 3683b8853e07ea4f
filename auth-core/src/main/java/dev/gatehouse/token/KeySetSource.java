package dev.gatehouse.token;

import java.util.concurrent.CompletableFuture;

/** Where the published keys of an issuer come from. */
@FunctionalInterface
public interface KeySetSource {

  /** Asks for the JWK set, without waiting; the answer comes, or fails, in bounded time. */
  CompletableFuture<String> fetch();
}
