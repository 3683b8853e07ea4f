package dev.gatehouse.account;

import dev.gatehouse.crypto.Secret;
import java.util.Locale;

/** What a stranger may say about the account they want. Roles, status and verification are not among it. */
public record NewAccount(String email, Secret password, String name, Locale locale) {
  @Override
  public String toString() {
    return "NewAccount(…)";
  }
}
