package dev.gatehouse.spring;

import dev.gatehouse.jdbc.SchemaException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Reports tables that cannot be used as they are. */
final class SchemaFailureAnalyzer extends AbstractFailureAnalyzer<SchemaException> {
  @Override
  protected FailureAnalysis analyze(Throwable root, SchemaException cause) {
    return new FailureAnalysis(
        "The database schema of Gatehouse cannot be used as it is: " + cause.getMessage(),
        "gatehouse.jdbc.schema-mode=migrate brings older tables up to date; validate changes nothing."
            + " gatehouse.jdbc.schema names another schema, for example"
            + " gatehouse.jdbc.schema=gatehouse.",
        cause);
  }
}
