package dev.gatehouse.benchmarks.startup.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Tells on standard output when the application is ready, and after a byte on standard input how much heap it holds. */
@Component
class Probe implements ApplicationListener<ApplicationReadyEvent> {
  private final Environment environment;

  Probe(Environment environment) {
    this.environment = environment;
  }

  @Override
  public void onApplicationEvent(ApplicationReadyEvent event) {
    System.out.println("ready " + environment.getRequiredProperty("local.server.port"));
    System.out.flush();
    new Thread(Probe::answer, "probe").start();
  }

  private static void answer() {
    try {
      while (System.in.read() >= 0) {
        System.out.println("heap " + usedAfterCollection());
        System.out.flush();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Runtime.getRuntime().halt(0);
  }

  private static long usedAfterCollection() {
    Runtime runtime = Runtime.getRuntime();
    // The second one takes what the cleaners of the first have let go.
    System.gc();
    System.gc();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
