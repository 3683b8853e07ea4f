package dev.gatehouse.spring.test;

import dev.gatehouse.Gatehouse;
import java.lang.reflect.Method;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.support.AbstractTestExecutionListener;

/** Logs the user of a test in before it, and lets go of them after it. */
final class WithGatehouseUserListener extends AbstractTestExecutionListener {
  /** Before the one that begins a test's transaction (4000): what it rolls back must not take the account along. */
  private static final int BEFORE_TRANSACTIONS = 3_900;

  @Override
  public int getOrder() {
    return BEFORE_TRANSACTIONS;
  }

  @Override
  public void beforeTestMethod(TestContext test) {
    wanted(test.getTestClass(), test.getTestMethod()).ifPresent(user -> {
      ApplicationContext context = test.getApplicationContext();
      if (context.getBeanNamesForType(TestCaller.class).length == 0
          || context.getBeanNamesForType(Gatehouse.class).length == 0) {
        throw new IllegalStateException(
            "@WithGatehouseUser on " + test.getTestClass().getName()
                + ": the application context of this test has no Gatehouse. Use @SpringBootTest with"
                + " @AutoConfigureMockMvc, or @WebMvcTest.");
      }
      context.getBean(TestCaller.class).become(accounts(context).signIn(user));
    });
  }

  @Override
  public void afterTestMethod(TestContext test) {
    if (wanted(test.getTestClass(), test.getTestMethod()).isPresent()) {
      test.getApplicationContext()
          .getBeanProvider(TestCaller.class)
          .ifAvailable(TestCaller::nobody);
    }
  }

  private static TestAccounts accounts(ApplicationContext context) {
    return new TestAccounts(
        context.getBean(Gatehouse.class),
        new TestPasswords(context.getEnvironment().getProperty("gatehouse.secret", "")));
  }

  private static Optional<WithGatehouseUser> wanted(Class<?> type, Method method) {
    @Nullable
    WithGatehouseUser onMethod =
        AnnotatedElementUtils.findMergedAnnotation(method, WithGatehouseUser.class);
    return Optional.ofNullable(onMethod)
        .or(() -> Optional.ofNullable(
            TestContextAnnotationUtils.findMergedAnnotation(type, WithGatehouseUser.class)));
  }
}
