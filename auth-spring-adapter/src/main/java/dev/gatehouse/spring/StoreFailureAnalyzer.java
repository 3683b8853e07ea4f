package dev.gatehouse.spring;

import dev.gatehouse.storage.StoreException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Reports a database that does not answer at the start. */
final class StoreFailureAnalyzer extends AbstractFailureAnalyzer<StoreException> {
  @Override
  protected FailureAnalysis analyze(Throwable root, StoreException cause) {
    return new FailureAnalysis(
        "Gatehouse could not work on its database: " + cause.getMessage(),
        "See that PostgreSQL, version 13 or newer, answers at spring.datasource.url, for example"
            + " spring.datasource.url=jdbc:postgresql://localhost:5432/app, and that"
            + " spring.datasource.username may use the schema gatehouse.jdbc.schema.",
        cause);
  }
}
