package dev.gatehouse.spring;

import dev.gatehouse.mail.LogMailer;
import dev.gatehouse.mail.Mailer;
import jakarta.mail.internet.MimeMessage;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.mail.javamail.JavaMailSender;

/** What delivers mail, unless the application has a {@link Mailer}. */
final class MailConfiguration {
  private MailConfiguration() {}

  /** For development. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty(name = Settings.TO_LOG, havingValue = "true")
  static class ToLog {
    @Bean
    @ConditionalOnMissingBean(Mailer.class)
    LogMailer gatehouseMailer() {
      return new LogMailer();
    }
  }

  /** Over the mail sender of the application. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass({JavaMailSender.class, MimeMessage.class})
  @ConditionalOnProperty(name = Settings.FROM)
  static class OverSpring {
    @Bean
    @ConditionalOnBean(JavaMailSender.class)
    @ConditionalOnMissingBean(Mailer.class)
    SpringMailer gatehouseMailer(
        JavaMailSender sender, @Value("${" + Settings.FROM + "}") String from) {
      return new SpringMailer(sender, from);
    }
  }
}
