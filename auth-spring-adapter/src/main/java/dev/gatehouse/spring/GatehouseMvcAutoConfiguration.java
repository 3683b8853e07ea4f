package dev.gatehouse.spring;

import dev.gatehouse.Gatehouse;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;

/** Annotations on controllers, who asks as a parameter of theirs, and our refusals as answers. */
@AutoConfiguration(after = GatehouseAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(RequestMappingHandlerAdapter.class)
@ConditionalOnBean(Gatehouse.class)
class GatehouseMvcAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  RefusalAdvice gatehouseRefusalAdvice(Gatehouse gatehouse) {
    return new RefusalAdvice(gatehouse.http());
  }

  @Bean
  WebMvcConfigurer gatehouseHandlerGuard(Gatehouse gatehouse) {
    return new WebMvcConfigurer() {
      @Override
      public void addInterceptors(InterceptorRegistry registry) {
        registry
            .addInterceptor(new HandlerGuard(new AnnotationGuard(gatehouse)))
            .order(Ordered.HIGHEST_PRECEDENCE);
      }
    };
  }

  @Bean
  @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
  static PrincipalArgumentsFirst gatehousePrincipalArguments(ObjectProvider<Gatehouse> gatehouse) {
    return new PrincipalArgumentsFirst(new PrincipalArguments(gatehouse));
  }
}
