package dev.gatehouse.password;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Judges passwords that are about to be chosen, and brings every password into the one form that is hashed: NFC, at
 * setting and at login alike. Blanks count and are kept. Safe for use by many threads.
 */
public final class PasswordRules {
  private final PasswordPolicy policy;
  private final BreachCheck breaches;

  /** Builds the rules of a policy. */
  public PasswordRules(PasswordPolicy policy, BreachCheck breaches) {
    this.policy = policy;
    this.breaches = breaches;
  }

  /**
   * Returns the password in the form that is hashed.
   *
   * @throws AuthException WEAK_PASSWORD with the reason {@code too_long} or {@code not_text}, at no cost worth naming
   */
  public Secret normalize(Secret password) {
    return readable(password).orElseThrow(() -> refusal(List.of(unreadable(password))));
  }

  /**
   * Returns what speaks against choosing the password; nothing if it may be chosen. The breach source is asked only
   * if nothing else speaks against it.
   *
   * @param personal e-mail address, name, and the name of the service
   */
  public List<Weakness> judge(Secret password, List<String> personal) {
    Optional<Secret> readable = readable(password);
    if (readable.isEmpty()) {
      return List.of(unreadable(password));
    }
    String text = readable.get().reveal();
    String folded = PasswordText.fold(text);
    List<Weakness> found = new ArrayList<>();
    if (PasswordText.length(text) < policy.minLength()) {
      found.add(Weakness.TOO_SHORT);
    }
    if (policy.checkCommon() && CommonPasswords.bundled().isCommon(folded)) {
      found.add(Weakness.TOO_COMMON);
    }
    if (new PersonalWords(personal).carry(folded, policy.minLength())) {
      found.add(Weakness.CONTAINS_LOGIN);
    }
    if (found.isEmpty() && breaches.isBreached(readable.get())) {
      found.add(Weakness.BREACHED);
    }
    return List.copyOf(found);
  }

  /**
   * Lets the password pass if nothing speaks against choosing it.
   *
   * @throws AuthException WEAK_PASSWORD with the codes of all weaknesses as {@code reasons}
   */
  public void requireStrong(Secret password, List<String> personal) {
    List<Weakness> found = judge(password, personal);
    if (!found.isEmpty()) {
      throw refusal(found);
    }
  }

  /** Returns the password in the form that is hashed; empty if it is too long or not text. */
  Optional<Secret> readable(Secret password) {
    String raw = password.reveal();
    if (PasswordText.isHopelesslyLong(raw, policy.maxLength()) || !PasswordText.isText(raw)) {
      return Optional.empty();
    }
    String text = PasswordText.normalize(raw);
    return PasswordText.length(text) > policy.maxLength()
        ? Optional.empty()
        : Optional.of(Secret.of(text));
  }

  private Weakness unreadable(Secret password) {
    String raw = password.reveal();
    return !PasswordText.isHopelesslyLong(raw, policy.maxLength()) && !PasswordText.isText(raw)
        ? Weakness.NOT_TEXT
        : Weakness.TOO_LONG;
  }

  static AuthException refusal(List<Weakness> found) {
    return new AuthException(ErrorCode.WEAK_PASSWORD, "Choose another password")
        .with("reasons", found.stream().map(Weakness::code).toList());
  }
}
