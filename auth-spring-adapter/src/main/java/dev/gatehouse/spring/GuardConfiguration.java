package dev.gatehouse.spring;

import dev.gatehouse.Gatehouse;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;

/** Annotations on beans. */
@Configuration(proxyBeanMethods = false)
class GuardConfiguration {

  /** Takes what it needs late: post-processors are made before all other beans. */
  @Bean
  @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
  static GuardPostProcessor gatehouseGuardPostProcessor(
      ObjectProvider<Gatehouse> gatehouse, ObjectProvider<CallerSource> sources) {
    return new GuardPostProcessor(new GuardInterceptor(gatehouse, new CurrentCaller(sources)));
  }

  @Bean
  @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
  static AnnotationCheck gatehouseAnnotationCheck(
      ConfigurableListableBeanFactory beans, ObjectProvider<Gatehouse> gatehouse) {
    return new AnnotationCheck(beans, gatehouse);
  }
}
