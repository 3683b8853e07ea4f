package dev.gatehouse.spring;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.redis.Redis;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.ClassUtils;

/** Redis, where auth-redis is on the class path and somebody said where Redis is. */
final class RedisConfiguration {
  private static final Logger LOG = LoggerFactory.getLogger(RedisConfiguration.class);
  private static final String NETTY_4_2 = "io.netty.channel.MultiThreadIoEventLoopGroup";

  private RedisConfiguration() {}

  /** Shares over Redis. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(Redis.class)
  @Conditional(OnAddress.class)
  static class Connected {
    @Bean
    @ConditionalOnMissingBean(SharedBackend.class)
    RedisBackend gatehouseRedis(Environment environment) {
      RedisAddress address = RedisAddress.find(environment).orElseThrow();
      Settings settings = new Settings(environment);
      int nodes = settings.redisNodeCount();
      boolean copies = settings.sharesCopies();
      requireNetty(Redis.class.getClassLoader());
      Redis redis = connect(address, settings);
      LOG.info("limits and word of changes are shared over the Redis of {}", address.source());
      return new RedisBackend(redis, nodes, copies);
    }

    /** Boot 3.5 chooses an older one, and that would show at the first request only. */
    static void requireNetty(ClassLoader classPath) {
      if (!ClassUtils.isPresent(NETTY_4_2, classPath)) {
        throw new SetupException(
            "auth-redis needs Netty 4.2, and the one on the class path is older: Spring Boot 3.5"
                + " chooses 4.1.",
            "Set the version of Netty in the build, for example"
                + " <netty.version>4.2.17.Final</netty.version> below <properties>; or set "
                + Settings.REDIS_ENABLED + "=false.");
      }
    }

    private static Redis connect(RedisAddress address, Settings settings) {
      Secret secret = settings
          .secret()
          .orElseThrow(() -> new SetupException(
              "What is kept in Redis is named under the application secret, and gatehouse.secret is"
                  + " no property.",
              "Write gatehouse.secret=${GATEHOUSE_SECRET}, where the variable holds the output of:"
                  + " openssl rand -base64 32"));
      try {
        return Redis.at(RedisOptions.of(address, settings), secret);
      } catch (IllegalArgumentException e) {
        throw new SetupException(
            address.source() + " cannot be used: " + e.getMessage(),
            "Write for example " + Settings.REDIS_URI + "=redis://localhost:6379, or"
                + " rediss://user:password@host:6379 with TLS.");
      }
    }
  }

  /** Tells that nobody said where Redis is. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(Redis.class)
  @ConditionalOnMissingBean(SharedBackend.class)
  static class Unused {
    /** Says so. */
    Unused(Environment environment) {
      if (new Settings(environment).usesRedis()) {
        LOG.info(
            "auth-redis is on the class path, and neither {} nor spring.data.redis.* says where"
                + " Redis is: each node counts limits for itself",
            Settings.REDIS_URI);
      }
    }
  }

  /** Refuses settings that nothing would read. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnMissingClass("dev.gatehouse.redis.Redis")
  static class Missing {
    /** Looks for such settings. */
    Missing(Environment environment) {
      Settings settings = new Settings(environment);
      Optional<String> unread = settings.usesRedis() ? settings.redisProperty() : Optional.empty();
      unread.ifPresent(name -> {
        throw new SetupException(
            name + " is set, and auth-redis is not on the class path: nothing would be shared.",
            "Add the dependency dev.gatehouse:auth-redis, or take out all gatehouse.redis.*"
                + " properties.");
      });
    }
  }

  /** Whether somebody said where Redis is. */
  static final class OnAddress extends SpringBootCondition {
    @Override
    public ConditionOutcome getMatchOutcome(
        ConditionContext context, AnnotatedTypeMetadata metadata) {
      ConditionMessage.Builder message = ConditionMessage.forCondition("Gatehouse over Redis");
      return RedisAddress.find(context.getEnvironment())
          .map(found -> ConditionOutcome.match(message.because(found.source() + " says where")))
          .orElseGet(() -> ConditionOutcome.noMatch(message.because(
              "neither gatehouse.redis.uri nor spring.data.redis.* says where Redis is")));
    }
  }
}
