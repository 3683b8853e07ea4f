package dev.gatehouse.spring.test;

import dev.gatehouse.Storage;
import dev.gatehouse.mail.Mailer;
import dev.gatehouse.password.HashSettings;
import dev.gatehouse.spring.GatehouseCustomizer;
import dev.gatehouse.testkit.CapturedMail;
import dev.gatehouse.testkit.memory.InMemoryStorage;
import dev.gatehouse.throttle.ThrottlePolicy;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.PropertySource;

/**
 * What a {@code @WebMvcTest} lacks: such a test has neither a database nor a mail server. In memory, with hashes that cost
 * nothing, without limits and without Redis. Only the slices name it, so that no application meets it.
 */
@AutoConfiguration(beforeName = "dev.gatehouse.spring.GatehouseAutoConfiguration")
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@PropertySource("classpath:META-INF/gatehouse/slice.properties")
class SliceAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean(Storage.class)
  InMemoryStorage gatehouseStorage() {
    return InMemoryStorage.create();
  }

  @Bean
  @ConditionalOnMissingBean(Mailer.class)
  CapturedMail gatehouseMailer() {
    return new CapturedMail();
  }

  @Bean
  GatehouseCustomizer gatehouseSlice() {
    return builder ->
        builder.hashing(hash -> HashSettings.insecureForTests()).throttle(ThrottlePolicy::off);
  }
}
