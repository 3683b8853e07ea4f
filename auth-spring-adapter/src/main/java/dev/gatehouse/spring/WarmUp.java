package dev.gatehouse.spring;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/** Warms Gatehouse up beside the first requests: the start does not wait for it, and the first login need not either. */
final class WarmUp implements ApplicationListener<ApplicationReadyEvent> {
  private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

  private final Runnable work;

  WarmUp(Runnable work) {
    this.work = work;
  }

  @Override
  public void onApplicationEvent(ApplicationReadyEvent event) {
    Thread thread = new Thread(this::tryWork, "gatehouse-warm-up");
    thread.setDaemon(true);
    thread.start();
  }

  private void tryWork() {
    try {
      work.run();
    } catch (RuntimeException e) {
      LOG.debug("not warmed up: the application is over already, or very busy", e);
    }
  }
}
