package dev.gatehouse.jdbc;

import dev.gatehouse.storage.StoreException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Turns the driver's exceptions into ours. PostgreSQL quotes values in its messages ({@code Key (email)=(…) already
 * exists}), so the text of a statement's failure stays behind; the SQLSTATE and the name of the constraint go on.
 */
final class Failures {
  static final String UNIQUE_VIOLATION = "23505";

  private Failures() {}

  static StoreException of(String operation, SQLException failure) {
    SQLException cause = withoutValues(failure);
    return new StoreException(operation + " failed: " + cause.getMessage(), cause);
  }

  static StoreException ofCommit(SQLException failure) {
    SQLException cause = withoutValues(failure);
    String outcome = rolledBack(cause) ? "rolled back" : "outcome unknown";
    return new StoreException("commit failed, " + outcome + ": " + cause.getMessage(), cause);
  }

  static boolean is(SQLException failure, String state) {
    return state.equals(failure.getSQLState());
  }

  /** Whether the server itself said that nothing was kept: serialisation failure, constraint, aborted transaction. */
  private static boolean rolledBack(SQLException failure) {
    String state = String.valueOf(failure.getSQLState());
    return state.startsWith("40") || state.startsWith("23") || state.equals("25P02");
  }

  private static SQLException withoutValues(SQLException failure) {
    SQLException origin = failure;
    if (failure instanceof BatchUpdateException && failure.getNextException() != null) {
      origin = failure.getNextException();
    }
    String text = meaning(origin) + " (SQLSTATE " + origin.getSQLState() + constraint(origin) + ")";
    SQLException clean = new SQLException(text, origin.getSQLState());
    clean.setStackTrace(origin.getStackTrace());
    return clean;
  }

  private static String constraint(SQLException failure) {
    ServerErrorMessage message =
        failure instanceof PSQLException driver ? driver.getServerErrorMessage() : null;
    return message == null || message.getConstraint() == null
        ? ""
        : ", constraint " + message.getConstraint();
  }

  private static String meaning(SQLException failure) {
    String state = String.valueOf(failure.getSQLState());
    if (state.equals("57014")) {
      return "statement timeout";
    }
    if (state.startsWith("08") || state.startsWith("57P")) {
      return "connection lost or refused";
    }
    if (failure instanceof java.sql.SQLTransientConnectionException) {
      return "no connection available in time";
    }
    return state.equals("42501") ? "permission denied" : "refused by the database";
  }
}
