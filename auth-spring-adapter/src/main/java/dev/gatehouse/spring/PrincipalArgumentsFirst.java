package dev.gatehouse.spring;

import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;

/** Puts our resolver of arguments before Spring's, which fails on a principal of another kind and knows no Optional. */
final class PrincipalArgumentsFirst implements BeanPostProcessor {
  private final PrincipalArguments ours;

  PrincipalArgumentsFirst(PrincipalArguments ours) {
    this.ours = ours;
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    if (bean instanceof RequestMappingHandlerAdapter adapter) {
      List<HandlerMethodArgumentResolver> all = new ArrayList<>();
      all.add(ours);
      List<HandlerMethodArgumentResolver> others = adapter.getArgumentResolvers();
      if (others != null) {
        all.addAll(others);
      }
      adapter.setArgumentResolvers(all);
    }
    return bean;
  }
}
