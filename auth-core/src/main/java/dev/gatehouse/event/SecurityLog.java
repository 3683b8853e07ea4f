package dev.gatehouse.event;

import dev.gatehouse.event.EventType.Severity;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The security log: one line per event at the logger {@code gatehouse.security}, in the OWASP Logging Vocabulary. The
 * fields have the names of the Elastic Common Schema; absent ones are left out.
 *
 * <h2>Security guarantees</h2>
 *
 * <p>No value can start a new line, move the cursor, reverse the reading direction or cause a look-up, and none is
 * longer than 1 KiB. Accounts appear by id, never by e-mail address.
 */
public final class SecurityLog {
  /** The name of the logger. */
  public static final String LOGGER = "gatehouse.security";

  private final Logger logger;
  private final boolean json;

  /** Writes fields as SLF4J key-values, for a host whose encoder knows them. */
  public SecurityLog() {
    this(LoggerFactory.getLogger(LOGGER), false);
  }

  SecurityLog(Logger logger, boolean json) {
    this.logger = logger;
    this.json = json;
  }

  /** Returns a log whose message is one JSON object with all fields, for a host that prints the message only. */
  public static SecurityLog jsonLines() {
    return new SecurityLog(LoggerFactory.getLogger(LOGGER), true);
  }

  void write(Event event) {
    Level level = level(event.type().severity());
    if (!logger.isEnabledForLevel(level)) {
      return;
    }
    LoggingEventBuilder line = logger.atLevel(level);
    if (json) {
      Map<String, String> fields = new LinkedHashMap<>();
      fields.put("@timestamp", event.at().toString());
      fields.put("log.level", level.toString());
      fields.putAll(fields(event));
      line.log(JsonLines.format(fields));
    } else {
      for (Map.Entry<String, String> field : fields(event).entrySet()) {
        line = line.addKeyValue(field.getKey(), field.getValue());
      }
      line.log(event.type().owasp() + " " + event.type().type());
    }
  }

  private static Map<String, String> fields(Event event) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("event.action", event.type().owasp());
    fields.put("event.code", event.type().type());
    fields.put("event.id", event.id().toString());
    putOutcome(fields, event.outcome());
    put(fields, "user.id", event.subject().map(Object::toString).orElse(""));
    put(fields, "gatehouse.actor.kind", event.actor().kind().name());
    put(fields, "gatehouse.actor.id", event.actor().id());
    put(fields, "source.ip", event.client().address());
    put(fields, "user_agent.original", event.client().userAgent());
    put(fields, "http.request.id", event.client().requestId());
    event.data().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            fact -> put(fields, "gatehouse.data." + LogText.clean(fact.getKey()), fact.getValue()));
    return fields;
  }

  private static void putOutcome(Map<String, String> fields, String outcome) {
    boolean success = outcome.equals(EventDraft.SUCCESS);
    fields.put("event.outcome", success ? "success" : "failure");
    put(fields, "event.reason", success ? "" : outcome);
  }

  private static void put(Map<String, String> fields, String name, String value) {
    if (!value.isEmpty()) {
      fields.put(name, LogText.clean(value));
    }
  }

  private static Level level(Severity severity) {
    return switch (severity) {
      case INFO -> Level.INFO;
      case WARNING -> Level.WARN;
      case ALERT -> Level.ERROR;
    };
  }
}
