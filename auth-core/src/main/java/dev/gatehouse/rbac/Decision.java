package dev.gatehouse.rbac;

/** Whether somebody may do something. */
public sealed interface Decision {

  /** Returns what was asked for. */
  Permission permission();

  /** Tells whether it is allowed. */
  boolean isGranted();

  /** It is allowed. */
  record Granted(Permission permission) implements Decision {
    @Override
    public boolean isGranted() {
      return true;
    }
  }

  /** It is not allowed: no role of the subject grants the permission. */
  record Denied(Permission permission) implements Decision {
    @Override
    public boolean isGranted() {
      return false;
    }
  }
}
