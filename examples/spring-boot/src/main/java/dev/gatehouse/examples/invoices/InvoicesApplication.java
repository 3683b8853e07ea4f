package dev.gatehouse.examples.invoices;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The application. */
@SpringBootApplication
public class InvoicesApplication {

  /** Runs until it is stopped. */
  public static void main(String[] arguments) {
    var unused = SpringApplication.run(InvoicesApplication.class, arguments);
  }
}
