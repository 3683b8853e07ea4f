package dev.gatehouse.spring;

import org.springframework.aop.framework.autoproxy.AbstractBeanFactoryAwareAdvisingPostProcessor;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.StaticMethodMatcherPointcut;

/**
 * Stands before every bean whose class carries one of our annotations, ahead of what else stands there: whoever is refused
 * opens no transaction and starts no thread.
 */
final class GuardPostProcessor extends AbstractBeanFactoryAwareAdvisingPostProcessor {
  private static final long serialVersionUID = 1L;

  GuardPostProcessor(GuardInterceptor interceptor) {
    setBeforeExistingAdvisors(true);
    setProxyTargetClass(true);
    this.advisor = new DefaultPointcutAdvisor(new Guarded(), interceptor);
  }

  /** All methods of such a class; the guard knows which of them ask for something. */
  private static final class Guarded extends StaticMethodMatcherPointcut {
    Guarded() {
      setClassFilter(Annotated::isGuarded);
    }

    @Override
    public boolean matches(java.lang.reflect.Method method, Class<?> type) {
      return true;
    }
  }
}
