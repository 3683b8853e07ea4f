package dev.gatehouse.examples.quickstart;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.redis.Redis;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import java.util.Optional;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;

/** The page's right half: the outbox and the operator's desk, and how Redis fares. For this machine and for development, never for a server. */
final class DevTools {
  private DevTools() {}

  static void install(
      ServletContextHandler context, Gatehouse gatehouse, DevOutbox outbox, Optional<Redis> redis) {
    ServletHolder mails = new ServletHolder(new OutboxServlet(outbox));
    context.addServlet(mails, "/outbox.json");
    context.addServlet(mails, "/outbox/*");
    context.addServlet(new ServletHolder(new DeskServlet(gatehouse)), "/demo/*");
    context.addServlet(new ServletHolder(new RedisServlet(redis, gatehouse)), "/demo/redis");
    for (String path : new String[] {"/outbox.json", "/outbox/*", "/demo/*"}) {
      context.addFilter(
          new FilterHolder(new LocalOnly()), path, EnumSet.of(DispatcherType.REQUEST));
    }
  }
}
