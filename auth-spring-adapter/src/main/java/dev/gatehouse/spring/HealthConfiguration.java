package dev.gatehouse.spring;

import dev.gatehouse.Gatehouse;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The health indicator {@code gatehouse}, once for each generation of Boot: its types have moved. */
final class HealthConfiguration {
  private static final String NAME = "gatehouse";
  private static final String BEAN = "gatehouseHealthIndicator";

  private HealthConfiguration() {}

  /** Boot 3. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(name = "org.springframework.boot.actuate.health.HealthIndicator")
  @org.springframework.boot.actuate.autoconfigure.health.ConditionalOnEnabledHealthIndicator(NAME)
  static class OnBoot3 {
    @Bean(BEAN)
    @ConditionalOnMissingBean(name = BEAN)
    org.springframework.boot.actuate.health.HealthIndicator gatehouseHealthIndicator(
        Gatehouse gatehouse, ObjectProvider<SharedBackend> shared) {
      return () -> {
        HealthDetails found = new HealthDetails(gatehouse, shared);
        var builder = new org.springframework.boot.actuate.health.Health.Builder();
        return (found.isUp() ? builder.up() : builder.down())
            .withDetails(found.details())
            .build();
      };
    }
  }

  /** Boot 4. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(name = "org.springframework.boot.health.contributor.HealthIndicator")
  @org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator(
      NAME)
  static class OnBoot4 {
    @Bean(BEAN)
    @ConditionalOnMissingBean(name = BEAN)
    org.springframework.boot.health.contributor.HealthIndicator gatehouseHealthIndicator(
        Gatehouse gatehouse, ObjectProvider<SharedBackend> shared) {
      return () -> {
        HealthDetails found = new HealthDetails(gatehouse, shared);
        var builder = new org.springframework.boot.health.contributor.Health.Builder();
        return (found.isUp() ? builder.up() : builder.down())
            .withDetails(found.details())
            .build();
      };
    }
  }
}
