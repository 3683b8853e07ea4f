package dev.gatehouse.audit;

import dev.gatehouse.crypto.Digest;
import dev.gatehouse.event.Event;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * One line of the trail: an event as plain columns. Absent values are empty strings.
 *
 * @param at with a precision of microseconds, which is what a database keeps
 */
public record AuditRecord(
    UUID id,
    Instant at,
    String type,
    String outcome,
    String subject,
    String actorKind,
    String actorId,
    String address,
    String userAgent,
    String requestId,
    Map<String, String> data) {
  /** The number of chains. More chains let more transactions append at once. */
  public static final int LANES = 32;

  /** Copies the facts and drops what is finer than a microsecond. */
  public AuditRecord {
    at = at.truncatedTo(ChronoUnit.MICROS);
    data = Map.copyOf(data);
  }

  /** Returns the line for an event. */
  public static AuditRecord of(Event event) {
    return new AuditRecord(
        event.id(),
        event.at(),
        event.type().type(),
        event.outcome(),
        event.subject().map(Object::toString).orElse(""),
        event.actor().kind().name(),
        event.actor().id(),
        event.client().address(),
        event.client().userAgent(),
        event.client().requestId(),
        event.data());
  }

  /** Returns the chain this record belongs to: all records about one account share one. */
  public int lane() {
    int key = subject.isEmpty() ? id.hashCode() : subject.hashCode();
    return Math.floorMod(key, LANES);
  }

  /**
   * Returns the bytes that the hash covers: every column in UTF-8, each with its length before it, facts in order of
   * their names. No two different records have the same bytes.
   *
   * @throws IllegalStateException if a text holds half a surrogate pair, which UTF-8 cannot express
   */
  public byte[] canonical() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(256);
    field(out, id.toString());
    field(out, at.toString());
    for (String text :
        new String[] {type, outcome, subject, actorKind, actorId, address, userAgent, requestId}) {
      field(out, text);
    }
    new TreeMap<>(data).forEach((name, value) -> {
      field(out, name);
      field(out, value);
    });
    return out.toByteArray();
  }

  /** Returns the hash of this record behind a given one. */
  public Digest hashAfter(Digest previous) {
    byte[] body = canonical();
    return Digest.of(
        ByteBuffer.allocate(32 + body.length).put(previous.bytes()).put(body).array());
  }

  private static void field(ByteArrayOutputStream out, String text) {
    byte[] bytes = utf8(text);
    out.writeBytes(ByteBuffer.allocate(4).putInt(bytes.length).array());
    out.writeBytes(bytes);
  }

  // String.getBytes would write '?' for half a surrogate pair, so that two records had the same
  // hash.
  private static byte[] utf8(String text) {
    try {
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (CharacterCodingException e) {
      throw new IllegalStateException("a text of an audit record is not valid Unicode", e);
    }
  }
}
