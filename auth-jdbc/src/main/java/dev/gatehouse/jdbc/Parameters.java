package dev.gatehouse.jdbc;

import dev.gatehouse.crypto.Digest;
import dev.gatehouse.crypto.Sealed;
import dev.gatehouse.principal.ApiKeyFamilyId;
import dev.gatehouse.principal.ApiKeyId;
import dev.gatehouse.principal.ServiceId;
import dev.gatehouse.principal.SessionId;
import dev.gatehouse.principal.TotpDeviceId;
import dev.gatehouse.principal.TrustedDeviceId;
import dev.gatehouse.principal.UserId;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Binds the values of a statement: each type of the core has one form in the database. */
final class Parameters {
  private Parameters() {}

  static void bind(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      bind(
          statement,
          i + 1,
          values[i] instanceof Optional<?> maybe ? maybe.orElse(null) : values[i]);
    }
  }

  private static void bind(PreparedStatement statement, int index, @Nullable Object value)
      throws SQLException {
    if (value == null) {
      statement.setNull(index, Types.NULL);
    } else if (value instanceof Object[] array) {
      statement.setArray(
          index, statement.getConnection().createArrayOf(elementType(array), plain(array)));
    } else if (value instanceof byte[] bytes) {
      statement.setBytes(index, bytes);
    } else {
      statement.setObject(index, plain(value));
    }
  }

  private static Object plain(Object value) {
    if (value instanceof Instant instant) {
      return time(instant);
    }
    if (value instanceof UserId id) {
      return id.value();
    }
    if (value instanceof SessionId id) {
      return id.value();
    }
    if (value instanceof ServiceId id) {
      return id.value();
    }
    if (value instanceof ApiKeyId id) {
      return id.value();
    }
    if (value instanceof ApiKeyFamilyId id) {
      return id.value();
    }
    if (value instanceof TotpDeviceId id) {
      return id.value();
    }
    if (value instanceof TrustedDeviceId id) {
      return id.value();
    }
    if (value instanceof Digest digest) {
      return digest.bytes();
    }
    if (value instanceof Sealed sealed) {
      return sealed.bytes();
    }
    if (value instanceof Enum<?> constant) {
      return constant.name();
    }
    return value instanceof Locale locale ? locale.toLanguageTag() : value;
  }

  private static Object[] plain(Object[] array) {
    return array instanceof Instant[]
        ? Arrays.stream(array).map(Parameters::plain).toArray()
        : array;
  }

  private static String elementType(Object[] array) {
    if (array instanceof UUID[]) {
      return "uuid";
    }
    if (array instanceof byte[][]) {
      return "bytea";
    }
    if (array instanceof Long[]) {
      return "int8";
    }
    return array instanceof Instant[] ? "timestamptz" : "text";
  }

  /** What a database keeps of an instant; rounded down, so that nothing lives a microsecond longer than it may. */
  private static OffsetDateTime time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
  }
}
