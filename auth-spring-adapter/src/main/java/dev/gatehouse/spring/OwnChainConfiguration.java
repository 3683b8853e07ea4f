package dev.gatehouse.spring;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.web.SecurityFilterChain;

/** An application with chains of its own: they decide, unless there are rules for the gate. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBean(SecurityFilterChain.class)
class OwnChainConfiguration {

  /** The gate finds out who asks, and leaves the decision to the chains; {@link ChainCheck} sees that there is one. */
  @Bean
  @ConditionalOnMissingBean(GatehouseRoutes.class)
  HandedOver gatehouseRoutesOfChains() {
    return new HandedOver();
  }

  @Bean
  SmartInitializingSingleton gatehouseChainCheck(
      ObjectProvider<SecurityFilterChain> chains, ObjectProvider<HandedOver> handedOver) {
    return new ChainCheck(chains, handedOver);
  }
}
