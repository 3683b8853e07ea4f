package dev.gatehouse.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.util.ClassUtils;

/**
 * Keeps the methods of guarded beans readable in a native image: a method that nobody can look up there has no annotation,
 * and what has no annotation is not guarded.
 */
final class GuardedBeanHints implements BeanRegistrationAotProcessor {
  @Override
  public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean bean) {
    Class<?> type = ClassUtils.getUserClass(bean.getBeanClass());
    if (!Annotated.isGuarded(type)) {
      return null;
    }
    return (generation, code) -> Annotated.ancestors(type)
        .forEach(one -> generation
            .getRuntimeHints()
            .reflection()
            .registerType(one, MemberCategory.INVOKE_DECLARED_METHODS));
  }
}
