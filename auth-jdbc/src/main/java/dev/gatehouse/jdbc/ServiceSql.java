package dev.gatehouse.jdbc;

/** The statements of {@link JdbcServiceStore}. */
final class ServiceSql {
  private static final String COLUMNS =
      "id, name, audiences, enabled, epoch, secret_digest, secret_at,"
          + " previous_digest, previous_ends_at, created_at";

  static final Sql INSERT =
      new Sql("services.insert", "insert into ${schema}.services (" + COLUMNS + """
      ) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      on conflict (name) do nothing""");

  static final Sql FIND =
      new Sql("services.find", "select " + COLUMNS + " from ${schema}.services where id = ?");

  static final Sql LIST = new Sql("services.list", "select " + COLUMNS + """
       from ${schema}.services
      where id > coalesce(?::uuid, '00000000-0000-0000-0000-000000000000'::uuid)
      order by id limit ?""");

  /** A second caller waits for the first, and then finds a previous secret that lives. */
  static final Sql ROTATE = new Sql("services.rotate", """
      update ${schema}.services
      set previous_digest = secret_digest, previous_ends_at = ?, secret_digest = ?, secret_at = ?
      where id = ? and (previous_ends_at is null or previous_ends_at <= ?)
      returning\s""" + COLUMNS);

  static final Sql REPLACE = new Sql("services.replace", """
      update ${schema}.services
      set previous_digest = null, previous_ends_at = null, secret_digest = ?, secret_at = ?, epoch = epoch + 1
      where id = ?
      returning\s""" + COLUMNS);

  static final Sql END_PREVIOUS = new Sql("services.end_previous", """
      update ${schema}.services set previous_digest = null, previous_ends_at = null
      where id = ? and previous_ends_at > ?""");

  static final Sql CHANGE_AUDIENCES = new Sql("services.change_audiences", """
      update ${schema}.services set audiences = ?, epoch = epoch + 1
      where id = ?
      returning\s""" + COLUMNS);

  static final Sql CHANGE_STATUS = new Sql("services.change_status", """
      update ${schema}.services set enabled = ?, epoch = epoch + 1
      where id = ? and enabled <> ?
      returning\s""" + COLUMNS);

  static final Sql ADVANCE_EPOCH = new Sql(
      "services.advance_epoch",
      "update ${schema}.services set epoch = epoch + 1 where id = ? and epoch = ?");

  static final Sql DELETE = new Sql(
      "services.delete", "delete from ${schema}.services where id = ? returning " + COLUMNS);

  private ServiceSql() {}
}
