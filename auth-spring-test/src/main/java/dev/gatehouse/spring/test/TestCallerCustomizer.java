package dev.gatehouse.spring.test;

import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.web.context.WebApplicationContext;

/** Puts the filter of {@link WithGatehouseUser} in front of the gate; the same for all tests, so that they share contexts. */
record TestCallerCustomizer() implements ContextCustomizer {
  /** The gate's place is -110. */
  private static final int BEFORE_THE_GATE = -111;

  @Override
  public void customizeContext(
      ConfigurableApplicationContext context, MergedContextConfiguration merged) {
    ConfigurableListableBeanFactory beans = context.getBeanFactory();
    if (context instanceof WebApplicationContext
        && beans instanceof BeanDefinitionRegistry registry) {
      registry.registerBeanDefinition(
          "gatehouseTestCaller", new RootBeanDefinition(TestCaller.class, TestCaller::new));
      registry.registerBeanDefinition(
          "gatehouseTestCallerFilter",
          new RootBeanDefinition(
              FilterRegistrationBean.class, () -> registration(beans.getBean(TestCaller.class))));
    }
  }

  private static FilterRegistrationBean<TestCallerFilter> registration(TestCaller caller) {
    FilterRegistrationBean<TestCallerFilter> registration =
        new FilterRegistrationBean<>(new TestCallerFilter(caller));
    registration.setName("gatehouseTestCaller");
    registration.setOrder(BEFORE_THE_GATE);
    registration.setDispatcherTypes(EnumSet.allOf(DispatcherType.class));
    registration.setAsyncSupported(true);
    return registration;
  }
}
