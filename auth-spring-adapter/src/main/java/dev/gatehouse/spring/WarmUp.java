package dev.gatehouse.spring;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/** Warms Gatehouse up beside the first requests: the start does not wait for it, and the first login need not either. */
final class WarmUp implements ApplicationListener<ApplicationReadyEvent> {
  private final Runnable work;

  WarmUp(Runnable work) {
    this.work = work;
  }

  @Override
  public void onApplicationEvent(ApplicationReadyEvent event) {
    Thread thread = new Thread(work, "gatehouse-warm-up");
    thread.setDaemon(true);
    thread.start();
  }
}
