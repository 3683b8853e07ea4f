package dev.gatehouse.examples.quickstart;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** What everybody with the permission may read: entries of people and of programs, in a table of the application. */
final class Journal {
  private static final String TABLE = """
      create schema if not exists fieldnotes;
      create table if not exists fieldnotes.journal (
        id bigint generated always as identity primary key,
        author text not null,
        byline text not null,
        text text not null,
        created_at timestamptz not null default now())""";

  private static final String LIST =
      "select author, byline, text, created_at from fieldnotes.journal order by id desc limit 100";
  private static final String ADD =
      "insert into fieldnotes.journal (author, byline, text) values (?, ?, ?)";

  private final DataSource database;

  /**
   * An entry.
   *
   * @param author the id of the person or API key
   * @param byline their name when they wrote it
   */
  record Entry(String author, String byline, String text, Instant createdAt) {}

  Journal(DataSource database) {
    this.database = database;
  }

  void createTable() throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(TABLE);
    }
  }

  List<Entry> newest() throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(LIST);
        ResultSet row = statement.executeQuery()) {
      List<Entry> entries = new ArrayList<>();
      while (row.next()) {
        Instant at = row.getTimestamp(4).toInstant();
        entries.add(new Entry(row.getString(1), row.getString(2), row.getString(3), at));
      }
      return entries;
    }
  }

  void add(String author, String byline, String text) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(ADD)) {
      statement.setString(1, author);
      statement.setString(2, byline);
      statement.setString(3, text);
      statement.executeUpdate();
    }
  }
}
