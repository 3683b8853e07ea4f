package dev.gatehouse.jdbc;

import dev.gatehouse.apikey.ApiKey;
import dev.gatehouse.apikey.ApiKeySettings;
import dev.gatehouse.apikey.ApiKeyStatus;
import dev.gatehouse.apikey.StoredApiKey;
import dev.gatehouse.net.Cidr;
import dev.gatehouse.principal.ApiKeyFamilyId;
import dev.gatehouse.principal.ApiKeyId;
import dev.gatehouse.rbac.Permission;
import dev.gatehouse.rbac.Subject;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The columns of an API key, in the order of {@link ApiKey} and {@link ApiKeySettings}. */
final class ApiKeyRow {
  static final String COLUMNS =
      "k.id, k.family_id, k.owner_kind, k.owner_id, k.start, k.name, k.roles, k.permissions, k.detached,"
          + " k.allow_from, k.metadata_names, k.metadata_values, k.status, k.status_reason, k.created_at,"
          + " k.expires_at, k.rotated_from, k.last_used_at, k.last_used_address, k.version";

  private ApiKeyRow() {}

  static ApiKey read(Columns columns) throws SQLException {
    return new ApiKey(
        new ApiKeyId(columns.uuid()),
        new ApiKeyFamilyId(columns.uuid()),
        new Subject(columns.oneOf(Subject.Kind.class), columns.uuid()),
        columns.text(),
        settings(columns),
        columns.oneOf(ApiKeyStatus.class),
        columns.text(),
        columns.instant(),
        columns.maybeInstant(),
        columns.maybeUuid().map(ApiKeyId::new),
        columns.maybeInstant(),
        columns.text(),
        columns.number());
  }

  private static ApiKeySettings settings(Columns columns) throws SQLException {
    return new ApiKeySettings(
        columns.text(),
        columns.textSet(),
        permissions(columns.texts()),
        columns.flag(),
        blocks(columns.texts()),
        columns.facts());
  }

  private static Set<Permission> permissions(String[] texts) {
    return Arrays.stream(texts).map(Permission::parse).collect(Collectors.toSet());
  }

  private static List<Cidr> blocks(String[] texts) {
    return Arrays.stream(texts).map(Cidr::parse).toList();
  }

  /** Reads a key, its digest, and whether its family has credits. */
  static StoredApiKey readStored(Columns columns) throws SQLException {
    return new StoredApiKey(read(columns), columns.digest(), columns.flag());
  }

  /** Returns the values of the columns from {@code name} to {@code metadata_values}. */
  static Object[] values(ApiKeySettings settings) {
    Map<String, String> metadata = new TreeMap<>(settings.metadata());
    return new Object[] {
      settings.name(),
      settings.roles().toArray(String[]::new),
      settings.permissions().stream().map(Permission::text).toArray(String[]::new),
      settings.detached(),
      settings.allowFrom().stream().map(Cidr::toString).toArray(String[]::new),
      metadata.keySet().toArray(String[]::new),
      metadata.values().toArray(String[]::new)
    };
  }

  /** Returns arrays one after the other. */
  static Object[] joined(Object[]... parts) {
    return Stream.of(parts).flatMap(Stream::of).toArray();
  }
}
