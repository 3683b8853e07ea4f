package dev.gatehouse.otp;

import dev.gatehouse.crypto.Secret;
import java.util.List;

/** New recovery codes, shown this once. */
public record RecoveryCodes(List<Secret> codes) {
  /** Copies the list. */
  public RecoveryCodes {
    codes = List.copyOf(codes);
  }
}
