package dev.gatehouse.spring.test;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.web.context.WebApplicationContext;

/** Puts the filter of {@link WithGatehouseUser} in front of the gate; the same for all tests, so that they share contexts. */
record TestCallerCustomizer() implements ContextCustomizer {
  @Override
  public void customizeContext(
      ConfigurableApplicationContext context, MergedContextConfiguration merged) {
    if (context instanceof WebApplicationContext
        && context.getBeanFactory() instanceof BeanDefinitionRegistry registry) {
      registry.registerBeanDefinition(
          "gatehouseTestCallers", new RootBeanDefinition(TestCallerConfiguration.class));
    }
  }
}
