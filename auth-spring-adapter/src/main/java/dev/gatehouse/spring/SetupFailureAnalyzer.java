package dev.gatehouse.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Reports what this adapter found itself. */
final class SetupFailureAnalyzer extends AbstractFailureAnalyzer<SetupException> {
  @Override
  protected FailureAnalysis analyze(Throwable root, SetupException cause) {
    return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
  }
}
