package dev.gatehouse.redis;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * A script that Redis runs as one step. It is sent by its name, and whole only to a server that does not know it.
 *
 * @param <T> what its answer is a list of: Long or String
 */
final class Script<T> {
  private final String text;
  private final String name;

  Script(String file) {
    this.text = read(file);
    this.name = sha1(text);
  }

  /** Runs it; all keys must lie in one slot. */
  CompletionStage<List<T>> run(
      RedisClusterAsyncCommands<String, String> commands, String[] keys, String[] values) {
    CompletionStage<List<T>> known = commands.evalsha(name, ScriptOutputType.MULTI, keys, values);
    return known
        .handle((answer, failure) -> failure == null
            ? CompletableFuture.completedFuture(answer)
            : again(commands, keys, values, failure))
        .thenCompose(Function.identity());
  }

  private CompletableFuture<List<T>> again(
      RedisClusterAsyncCommands<String, String> commands,
      String[] keys,
      String[] values,
      Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof RedisNoScriptException
        ? commands.<List<T>>eval(text, ScriptOutputType.MULTI, keys, values).toCompletableFuture()
        : CompletableFuture.failedFuture(failure);
  }

  private static String read(String file) {
    try (InputStream in = Script.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks its script " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Redis names scripts so; nothing depends on its strength. */
  private static String sha1(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
