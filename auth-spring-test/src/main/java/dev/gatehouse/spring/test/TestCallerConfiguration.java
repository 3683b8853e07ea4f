package dev.gatehouse.spring.test;

import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;

/** Who calls in a test, and the filter that says so. Bears no annotation, so that no scan finds it. */
class TestCallerConfiguration {
  /** The gate's place is -110. */
  private static final int BEFORE_THE_GATE = -111;

  @Bean
  TestCaller gatehouseTestCaller() {
    return new TestCaller();
  }

  @Bean
  FilterRegistrationBean<TestCallerFilter> gatehouseTestCallerFilter(TestCaller caller) {
    FilterRegistrationBean<TestCallerFilter> registration =
        new FilterRegistrationBean<>(new TestCallerFilter(caller));
    registration.setName("gatehouseTestCaller");
    registration.setOrder(BEFORE_THE_GATE);
    registration.setDispatcherTypes(EnumSet.allOf(DispatcherType.class));
    registration.setAsyncSupported(true);
    return registration;
  }
}
