package dev.gatehouse.spring;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/** What a native image must keep: the files that our jars read, and the members of our annotations. */
final class GatehouseHints implements RuntimeHintsRegistrar {
  /** No double star and no braces: Spring 6 and 7 read these alike. */
  private static final List<String> RESOURCES = List.of(
      "dev/gatehouse/mail/*.txt",
      "dev/gatehouse/mail/*.html",
      "dev/gatehouse/mail/*.properties",
      "dev/gatehouse/password/*.txt",
      "dev/gatehouse/jdbc/schema/*.sql",
      "dev/gatehouse/redis/*.lua");

  @Override
  public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
    RESOURCES.forEach(pattern -> hints.resources().registerPattern(pattern));
    Annotated.OURS.forEach(
        type -> hints.reflection().registerType(type, MemberCategory.INVOKE_DECLARED_METHODS));
  }
}
