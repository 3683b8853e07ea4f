package dev.gatehouse.spring;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.GatehouseBuilder;
import dev.gatehouse.Storage;
import dev.gatehouse.factor.FactorVerifier;
import dev.gatehouse.mail.Mailer;
import dev.gatehouse.servlet.GatehouseFilter;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/**
 * One {@link Gatehouse} in front of a servlet application, made of its {@code gatehouse.*} properties and of its beans:
 * {@link Storage} or a DataSource, {@link Mailer} or Spring's mail sender, {@link GatehouseRoutes}, {@link FactorVerifier}s and
 * {@link GatehouseCustomizer}s. A bean of type {@link Gatehouse} replaces it. It closes with the context.
 */
@AutoConfiguration(
    afterName = {
      "org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration",
      "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
      "org.springframework.boot.autoconfigure.mail.MailSenderAutoConfiguration",
      "org.springframework.boot.mail.autoconfigure.MailSenderAutoConfiguration"
    })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnProperty(name = Settings.ENABLED, matchIfMissing = true)
@Import({
  RedisConfiguration.Connected.class,
  RedisConfiguration.Unused.class,
  RedisConfiguration.Missing.class,
  JdbcConfiguration.class,
  MailConfiguration.ToLog.class,
  MailConfiguration.OverSpring.class,
  GuardConfiguration.class
})
class GatehouseAutoConfiguration {
  /**
   * Where the gate stands among the filters: before the one that binds the request to the thread (-105), so that it binds
   * the request that knows who asks, and before Spring Security (-100), so that our endpoints never meet it.
   */
  static final int FILTER_ORDER = -110;

  @Bean(destroyMethod = "close")
  @ConditionalOnMissingBean
  Gatehouse gatehouse(
      Environment environment,
      ObjectProvider<Storage> storage,
      ObjectProvider<Mailer> mailer,
      ObjectProvider<SharedBackend> shared,
      ObjectProvider<GatehouseRoutes> routes,
      ObjectProvider<FactorVerifier> factors,
      ObjectProvider<GatehouseCustomizer> customizers) {
    Settings settings = new Settings(environment);
    settings.requireFlags();
    GatehouseBuilder builder = Gatehouse.builder();
    storage.ifAvailable(builder::storage);
    mailer.ifAvailable(builder::mailer);
    shared.ifAvailable(backend -> backend.configure(builder));
    factors.orderedStream().forEach(builder::factor);
    builder.properties(settings.properties(), Settings.OWN);
    customizers
        .orderedStream()
        .forEach(customizer -> checked(customizer, () -> customizer.customize(builder)));
    List<GatehouseRoutes> given = routes.orderedStream().toList();
    addRoutes(builder, given.isEmpty() ? List.of(new DefaultRules(environment)) : given);
    return builder.build();
  }

  private static void checked(Object bean, Runnable changes) {
    try {
      changes.run();
    } catch (IllegalArgumentException e) {
      throw new SetupException(
          "What the bean " + bean.getClass().getName() + " says cannot work: " + e.getMessage(),
          "Correct the method that defines this bean, as the message says; for example rules ->"
              + " rules.permitAll(\"/\", \"/assets/**\").authenticated(\"/**\").");
    }
  }

  private static void addRoutes(GatehouseBuilder builder, List<GatehouseRoutes> given) {
    given.forEach(some -> checked(some, () -> builder.routes(some::rules)));
  }

  @Bean
  WarmUp gatehouseWarmUp(Gatehouse gatehouse) {
    return new WarmUp(gatehouse::warmUp);
  }

  @Bean
  @ConditionalOnMissingBean(name = "gatehouseFilter")
  FilterRegistrationBean<GatehouseFilter> gatehouseFilter(Gatehouse gatehouse) {
    FilterRegistrationBean<GatehouseFilter> registration =
        new FilterRegistrationBean<>(new GatehouseFilter(gatehouse.http()));
    registration.setName("gatehouse");
    registration.setOrder(FILTER_ORDER);
    // As GatehouseServlet.install does: Boot's own choice for a filter is REQUEST alone.
    registration.setDispatcherTypes(EnumSet.allOf(DispatcherType.class));
    registration.setAsyncSupported(true);
    return registration;
  }
}
