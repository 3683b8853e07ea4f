package dev.gatehouse.spring;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What a class writes to the log, from INFO on. Boot would reset all loggers while it starts, so it is told not to. */
final class LogCapture implements AutoCloseable {
  private final Logger logger;
  private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

  private LogCapture(Logger logger) {
    this.logger = logger;
    logger.setLevel(Level.INFO);
    appender.start();
    logger.addAppender(appender);
  }

  static LogCapture of(Class<?> type) {
    return of(type.getName());
  }

  static LogCapture of(String name) {
    System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
    return new LogCapture((Logger) LoggerFactory.getLogger(name));
  }

  List<String> lines() {
    // Its own lock, which the appender takes to add a line: others may be logging now.
    synchronized (appender) {
      return appender.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
  }

  @Override
  public void close() {
    logger.detachAppender(appender);
    logger.setLevel(null);
    System.clearProperty("org.springframework.boot.logging.LoggingSystem");
  }
}
