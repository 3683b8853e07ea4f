package dev.gatehouse.jdbc;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The statements inside the functions of the schema, each as a statement of its own with the arguments as parameters. */
final class Bodies {
  private static final String FUNCTIONS = """
      select p.proname, l.lanname, p.prosrc, p.proargnames[1:p.pronargs],
        array(select format_type(t, null) from unnest(p.proargtypes::oid[]) with ordinality a (t, n) order by n)
      from pg_proc p join pg_language l on l.oid = p.prolang
      where p.pronamespace = 'gatehouse'::regnamespace order by p.oid""";

  /** What PL/pgSQL has around its statements. */
  private static final Pattern FRAME = Pattern.compile(
      "^\\s*(declare\\b.*|latest timestamptz|begin|if\\b.*?\\bthen\\b|end if|return(?! query)|end"
          + "|return query)(?=\\s|$)",
      Pattern.DOTALL);

  private static final Pattern TABLE = Pattern.compile("\\bgatehouse\"?\\.\\w+(?!\\w*\\()");

  private Bodies() {}

  static List<Sql> of(TestDatabase database) {
    List<Sql> found = new ArrayList<>();
    try (Connection connection = database.direct().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(FUNCTIONS)) {
      while (rows.next()) {
        String name = rows.getString(1);
        String body = "sql".equals(rows.getString(2))
            ? rows.getString(3)
            : rows.getString(3).replaceAll("(?m)--.*$", "").replace(" into latest", "");
        List<String> statements = statements(body);
        for (int i = 0; i < statements.size(); i++) {
          String text =
              parametrised(statements.get(i), strings(rows.getArray(4)), strings(rows.getArray(5)));
          found.add(new Sql(name + " #" + (i + 1), text));
        }
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    return found;
  }

  private static List<String> statements(String body) {
    List<String> found = new ArrayList<>();
    for (String part : body.split(";")) {
      String statement = part;
      for (Matcher frame = FRAME.matcher(statement);
          frame.find();
          frame = FRAME.matcher(statement)) {
        statement = statement.substring(frame.end());
      }
      statement = statement.strip().replaceFirst("^perform ", "select ");
      if (TABLE.matcher(statement).find()) {
        found.add(statement);
      }
    }
    return found;
  }

  private static String parametrised(String statement, List<String> names, List<String> types) {
    String text = statement;
    int used = 0;
    for (int i = 0; i < names.size(); i++) {
      Matcher named = Pattern.compile("(?<![.\\w])" + names.get(i) + "\\b").matcher(text);
      if (named.find()) {
        used++;
        text = named.replaceAll("\\$" + used + "::" + types.get(i));
      }
    }
    return text;
  }

  private static List<String> strings(Array array) throws SQLException {
    return array == null ? List.of() : List.of((String[]) array.getArray());
  }
}
