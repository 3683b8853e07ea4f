package dev.gatehouse.spring;

import dev.gatehouse.Gatehouse;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The meters of a Gatehouse. Types of Micrometer stay in here: test classes are looked through where it is not there. */
final class Board implements AutoCloseable {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final GatehouseMeters meters;

  Board(Gatehouse gatehouse, Optional<SharedBackend> shared) {
    this.meters = new GatehouseMeters(gatehouse, shared);
    meters.bindTo(registry);
  }

  double value(String name, String... tags) {
    return registry.get(name).tags(tags).meter().measure().iterator().next().getValue();
  }

  /** Returns name, tags and description of each. */
  List<String> ids() {
    return registry.getMeters().stream()
        .map(Meter::getId)
        .map(id -> id.getName() + ' ' + tags(id) + ' ' + id.getDescription())
        .sorted()
        .toList();
  }

  /** Returns the values of each tag. */
  Map<String, List<String>> tags() {
    return registry.getMeters().stream()
        .flatMap(meter -> meter.getId().getTags().stream())
        .collect(Collectors.groupingBy(
            Tag::getKey, Collectors.mapping(Tag::getValue, Collectors.toList())));
  }

  private static List<String> tags(Meter.Id id) {
    return id.getTags().stream().map(tag -> tag.getKey() + '=' + tag.getValue()).toList();
  }

  @Override
  public void close() {
    meters.close();
  }
}
