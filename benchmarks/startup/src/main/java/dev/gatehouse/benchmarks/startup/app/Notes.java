package dev.gatehouse.benchmarks.startup.app;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the application is for. */
@RestController
class Notes {
  private final JdbcClient jdbc;

  Notes(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @GetMapping("/notes")
  @Transactional
  public List<String> all() {
    return jdbc.sql("select text from notes")
        .query((row, number) -> row.getString(1))
        .list();
  }
}
