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

/** The application's own table, beside the tables of Gatehouse. Its owner column holds the text of a user id. */
final class Notes {
  private static final String TABLE = """
      create schema if not exists fieldnotes;
      create table if not exists fieldnotes.note (
        id bigint generated always as identity primary key,
        owner text not null,
        text text not null,
        created_at timestamptz not null default now());
      create index if not exists note_by_owner on fieldnotes.note (owner, id desc)""";

  private static final String LIST =
      "select id, text, created_at from fieldnotes.note where owner = ? order by id desc limit 100";
  private static final String ADD = "insert into fieldnotes.note (owner, text) values (?, ?)";
  private static final String REMOVE = "delete from fieldnotes.note where id = ? and owner = ?";

  private final DataSource database;

  record Note(long id, String text, Instant createdAt) {}

  Notes(DataSource database) {
    this.database = database;
  }

  void createTable() throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(TABLE);
    }
  }

  List<Note> of(String owner) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(LIST)) {
      statement.setString(1, owner);
      List<Note> notes = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          notes.add(
              new Note(row.getLong(1), row.getString(2), row.getTimestamp(3).toInstant()));
        }
      }
      return notes;
    }
  }

  void add(String owner, String text) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(ADD)) {
      statement.setString(1, owner);
      statement.setString(2, text);
      statement.executeUpdate();
    }
  }

  /** Removes a note if it is the owner's; tells whether it was. */
  boolean remove(long id, String owner) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(REMOVE)) {
      statement.setLong(1, id);
      statement.setString(2, owner);
      return statement.executeUpdate() == 1;
    }
  }
}
