package dev.gatehouse.examples.invoices;

import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Reports. The rule for {@code /reports/**} guards them: there is nothing to forget on a new method. */
@RestController
class ReportController {
  private final Invoices invoices;

  ReportController(Invoices invoices) {
    this.invoices = invoices;
  }

  @GetMapping("/reports/total")
  Map<String, Long> total() {
    return Map.of("cents", invoices.total());
  }
}
