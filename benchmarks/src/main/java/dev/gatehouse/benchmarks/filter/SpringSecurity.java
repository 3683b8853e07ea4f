package dev.gatehouse.benchmarks.filter;

import dev.gatehouse.benchmarks.jwt.Spring;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletContext;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.context.support.GenericWebApplicationContext;

/** Spring Security as a resource server without sessions: its filter chain, as its own configuration builds it. */
final class SpringSecurity {
  private SpringSecurity() {}

  static Filter filter(People people, ServletContext servlets) throws Exception {
    JwtDecoder decoder = Spring.decoder(people.workload().key());
    JwtAuthenticationConverter converter = converter(people);
    GenericWebApplicationContext context = new GenericWebApplicationContext(servlets);
    new AnnotatedBeanDefinitionReader(context).register(Chain.class);
    context.registerBean(JwtDecoder.class, () -> decoder);
    context.registerBean(JwtAuthenticationConverter.class, () -> converter);
    context.refresh();
    return context.getBean("springSecurityFilterChain", Filter.class);
  }

  /** The tokens say who somebody is and not what they may do; that is looked up in a map in memory. */
  private static JwtAuthenticationConverter converter(People people) {
    List<GrantedAuthority> held =
        AuthorityUtils.createAuthorityList(Rule.held().toArray(String[]::new));
    Map<String, Collection<GrantedAuthority>> authorities =
        people.names().stream().collect(Collectors.toMap(Function.identity(), name -> held));
    JwtAuthenticationConverter converter = new JwtAuthenticationConverter();
    converter.setJwtGrantedAuthoritiesConverter(
        jwt -> authorities.getOrDefault(String.valueOf(jwt.getSubject()), List.of()));
    return converter;
  }

  /** What an application writes. */
  @EnableWebSecurity
  @Configuration(proxyBeanMethods = false)
  static class Chain {
    @Bean
    SecurityFilterChain chain(HttpSecurity http, JwtAuthenticationConverter converter)
        throws Exception {
      return http.csrf(AbstractHttpConfigurer::disable)
          .sessionManagement(
              sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
          .authorizeHttpRequests(requests -> {
            Rule.all()
                .forEach(rule ->
                    requests.requestMatchers(rule.pattern()).hasAuthority(rule.permission()));
            requests.anyRequest().denyAll();
          })
          .oauth2ResourceServer(
              server -> server.jwt(jwt -> jwt.jwtAuthenticationConverter(converter)))
          .build();
    }
  }
}
