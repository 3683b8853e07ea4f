package dev.gatehouse.benchmarks.startup.app;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** A controller, a table, and no line about Gatehouse. */
@SpringBootApplication
public class StartupApplication {

  /** Runs until its standard input ends. */
  public static void main(String[] arguments) {
    var unused = SpringApplication.run(StartupApplication.class, arguments);
  }
}
