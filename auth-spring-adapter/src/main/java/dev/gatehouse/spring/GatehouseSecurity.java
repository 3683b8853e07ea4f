package dev.gatehouse.spring;

import dev.gatehouse.Gatehouse;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.ExceptionHandlingConfigurer;
import org.springframework.security.web.context.SecurityContextHolderFilter;

/**
 * The one line that tells a {@code SecurityFilterChain} of the application who asks:
 * {@code http.with(GatehouseSecurity.gatehouse(), Customizer.withDefaults())}. The {@code SecurityContext} holds a
 * {@link GatehouseAuthentication} then, and refusals of the chain are answered as those of Gatehouse, unless the chain says
 * otherwise. It opens nothing: what the chain does not permit stays shut.
 */
public final class GatehouseSecurity
    extends AbstractHttpConfigurer<GatehouseSecurity, HttpSecurity> {
  private @Nullable Gatehouse gatehouse;

  private GatehouseSecurity() {}

  GatehouseSecurity(Gatehouse gatehouse) {
    this.gatehouse = gatehouse;
  }

  /** Returns the line's configurer, for one chain. */
  public static GatehouseSecurity gatehouse() {
    return new GatehouseSecurity();
  }

  /** Called by Spring Security while it makes the chain. */
  @Override
  @SuppressWarnings({"unchecked", "rawtypes"})
  public void init(HttpSecurity http) {
    ExceptionHandlingConfigurer<HttpSecurity> handling =
        http.getConfigurer(ExceptionHandlingConfigurer.class);
    if (handling != null) {
      ChainRefusals refusals = new ChainRefusals(found(http));
      handling.defaultAuthenticationEntryPointFor(refusals, request -> true);
      handling.defaultAccessDeniedHandlerFor(refusals, request -> true);
    }
  }

  /** Called by Spring Security while it makes the chain. */
  @Override
  public void configure(HttpSecurity http) {
    Gatehouse all = found(http);
    http.addFilterAfter(
        new SecurityContextFilter(new Authorities(all), all.http()),
        SecurityContextHolderFilter.class);
  }

  private Gatehouse found(HttpSecurity http) {
    if (gatehouse == null) {
      gatehouse = http.getSharedObject(ApplicationContext.class).getBean(Gatehouse.class);
    }
    return gatehouse;
  }
}
