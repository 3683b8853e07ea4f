package dev.gatehouse.spring.test;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.util.ClassUtils;

/** Finds every test whose application could be a servlet application. */
final class TestCallerCustomizerFactory implements ContextCustomizerFactory {
  private static final List<String> NEEDED = List.of(
      "jakarta.servlet.Filter", "org.springframework.boot.web.servlet.FilterRegistrationBean");

  @Override
  public @Nullable ContextCustomizer createContextCustomizer(
      Class<?> test, List<ContextConfigurationAttributes> attributes) {
    boolean possible =
        NEEDED.stream().allMatch(name -> ClassUtils.isPresent(name, test.getClassLoader()));
    return possible ? new TestCallerCustomizer() : null;
  }
}
