package dev.gatehouse.examples.quickstart;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.cache.SecondLevelStatus;
import dev.gatehouse.redis.Redis;
import dev.gatehouse.redis.RedisStatus;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Tells how Redis fares, if the quickstart was started with {@code --redis}. LOCAL DEVELOPMENT ONLY. */
final class RedisServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final transient Optional<Redis> redis;
  private final transient Gatehouse gatehouse;

  RedisServlet(Optional<Redis> redis, Gatehouse gatehouse) {
    this.redis = redis;
    this.gatehouse = gatehouse;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("used", redis.isPresent());
    if (redis.isPresent()) {
      RedisStatus status = redis.get().status();
      SecondLevelStatus copies = gatehouse.secondLevel();
      view.put("answering", status.answering());
      view.put("failures", status.failures());
      view.put("copiesFound", copies.hits());
      view.put("copiesMissed", copies.misses());
    }
    JsonHttp.answer(response, 200, view);
  }
}
