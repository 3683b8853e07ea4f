package dev.gatehouse.storage;

/**
 * A backend failed or could not be reached. Services fail closed on it: nobody is let in and nothing is
 * acknowledged. When it comes out of a commit, the outcome of the transaction is unknown.
 */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Wraps the driver's exception; the message names the operation, never a value. */
  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Reports a backend that broke its contract. */
  public StoreException(String message) {
    super(message);
  }
}
