package dev.gatehouse.jdbc;

/** The database schema cannot be used as it is. The message says what was found and what to do. */
public final class SchemaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;

  SchemaException(String code, String detail) {
    super(code + ' ' + detail);
    this.code = code;
  }

  SchemaException(String code, String detail, Throwable cause) {
    super(code + ' ' + detail, cause);
    this.code = code;
  }

  /**
   * Returns the stable id for operators: {@code AUTH-1202} no right to create tables, {@code AUTH-1203} a script was
   * edited, {@code AUTH-1204} missing or older schema, {@code AUTH-1205} newer schema, {@code AUTH-1206} another
   * node holds the lock.
   */
  public String code() {
    return code;
  }
}
