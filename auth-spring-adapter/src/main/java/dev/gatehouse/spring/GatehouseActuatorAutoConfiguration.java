package dev.gatehouse.spring;

import dev.gatehouse.Gatehouse;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/** What operators see of a {@link Gatehouse}: its health, the endpoint {@code gatehouse}, and meters. Each is optional. */
@AutoConfiguration(after = GatehouseAutoConfiguration.class)
@ConditionalOnBean(Gatehouse.class)
@Import({
  HealthConfiguration.OnBoot3.class,
  HealthConfiguration.OnBoot4.class,
  GatehouseActuatorAutoConfiguration.Actuator.class,
  GatehouseActuatorAutoConfiguration.Meters.class
})
class GatehouseActuatorAutoConfiguration {

  /** The endpoint of the actuator. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass({Endpoint.class, ConditionalOnAvailableEndpoint.class})
  static class Actuator {
    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnAvailableEndpoint
    GatehouseEndpoint gatehouseEndpoint(Gatehouse gatehouse, Environment environment) {
      return new GatehouseEndpoint(gatehouse, environment);
    }
  }

  /** Meters for whichever registry there is. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(MeterBinder.class)
  static class Meters {
    @Bean
    @ConditionalOnMissingBean
    GatehouseMeters gatehouseMeters(Gatehouse gatehouse, ObjectProvider<SharedBackend> shared) {
      return new GatehouseMeters(gatehouse, shared.stream().findFirst());
    }
  }
}
