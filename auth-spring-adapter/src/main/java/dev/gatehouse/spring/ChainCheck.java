package dev.gatehouse.spring;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;

/** Sees at the start that somebody decides about every request, and that the application's chains know who asks. */
final class ChainCheck implements SmartInitializingSingleton {
  private static final Logger LOG = LoggerFactory.getLogger(ChainCheck.class);
  private static final String LINE =
      "http.with(GatehouseSecurity.gatehouse(), Customizer.withDefaults())";

  private final ObjectProvider<SecurityFilterChain> chains;
  private final ObjectProvider<HandedOver> handedOver;

  ChainCheck(ObjectProvider<SecurityFilterChain> chains, ObjectProvider<HandedOver> handedOver) {
    this.chains = chains;
    this.handedOver = handedOver;
  }

  @Override
  public void afterSingletonsInstantiated() {
    List<SecurityFilterChain> joined =
        chains.orderedStream().filter(ChainCheck::isJoined).toList();
    boolean everywhere = joined.stream().anyMatch(ChainCheck::isForEverything);
    if (handedOver.getIfAvailable() != null && !everywhere) {
      throw new SetupException(
          "This application has a SecurityFilterChain of its own and no rules for Gatehouse, and no"
              + " chain that takes every request knows of Gatehouse: nobody would decide about the"
              + " others.",
          "Write " + LINE + " into the chain without a securityMatcher, so that it decides who may"
              + " ask for what; or define a bean of type GatehouseRoutes, so that the gate does, for"
              + " example: rules -> rules.authenticated(\"/**\").");
    }
    if (joined.isEmpty()) {
      LOG.warn(
          "no SecurityFilterChain of this application knows of Gatehouse: its SecurityContext"
              + " stays anonymous for callers whom the gate knows. Write {} into it.",
          LINE);
    }
  }

  private static boolean isJoined(SecurityFilterChain chain) {
    return chain.getFilters().stream().anyMatch(SecurityContextFilter.class::isInstance);
  }

  private static boolean isForEverything(SecurityFilterChain chain) {
    return chain instanceof DefaultSecurityFilterChain known
        && known.getRequestMatcher() instanceof AnyRequestMatcher;
  }
}
