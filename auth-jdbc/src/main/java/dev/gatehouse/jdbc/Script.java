package dev.gatehouse.jdbc;

import dev.gatehouse.crypto.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/** One step of the schema. A script that was released is never edited, and no script drops anything. */
record Script(int version, String name, String sql) {
  private static final List<String> NAMES = List.of(
      "V001__foundation.sql",
      "V002__roles.sql",
      "V003__api_keys.sql",
      "V004__services.sql",
      "V005__user_lists.sql",
      "V006__second_factor.sql",
      "V007__throttle.sql",
      "V008__key_roles.sql",
      "V009__second_factor_bounds.sql",
      "V010__registration_decoys.sql",
      "V011__free_guesses.sql",
      "V012__locks.sql",
      "V013__key_retention.sql",
      "V014__used_ids.sql");

  /** Returns the scripts of this library, in order. */
  static List<Script> all() {
    return NAMES.stream().map(Script::load).toList();
  }

  /** Returns the SHA-256 of the text in hexadecimal; the end of a line may be written in either way. */
  String checksum() {
    return HexFormat.of().formatHex(Digest.of(sql.replace("\r\n", "\n")).bytes());
  }

  private static Script load(String name) {
    try (InputStream in = Script.class.getResourceAsStream("schema/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks its schema script " + name);
      }
      String sql = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new Script(Integer.parseInt(name.substring(1, 4)), name, sql);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
