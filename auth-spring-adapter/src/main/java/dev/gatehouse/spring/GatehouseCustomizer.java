package dev.gatehouse.spring;

import dev.gatehouse.GatehouseBuilder;

/**
 * Changes the configuration in code, as a bean, after the properties have been read. Several are called in their order.
 * Rules for paths belong into {@link GatehouseRoutes}.
 */
@FunctionalInterface
public interface GatehouseCustomizer {

  /** Changes the configuration. */
  void customize(GatehouseBuilder builder);
}
