package dev.gatehouse.factor;

import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.UserId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Every second factor there is. */
public final class Factors {
  private final List<FactorVerifier> verifiers;

  /**
   * Joins the verifiers.
   *
   * @throws IllegalArgumentException if two have one name
   */
  public Factors(List<FactorVerifier> verifiers) {
    this.verifiers = List.copyOf(verifiers);
    List<String> names = verifiers.stream().map(FactorVerifier::name).toList();
    if (Set.copyOf(names).size() < names.size()) {
      throw new IllegalArgumentException("each second factor has a name of its own, were " + names);
    }
  }

  /** Returns the names of the factors that an account has set up. */
  public List<String> enrolled(UserId user) {
    return verifiers.stream()
        .filter(verifier -> verifier.isEnrolled(user))
        .map(FactorVerifier::name)
        .toList();
  }

  /** Tells whether there is a factor of that name. */
  public boolean isKnown(String name) {
    return verifiers.stream().anyMatch(verifier -> verifier.name().equals(name));
  }

  /** Tells whether an account has set up any factor. */
  public boolean isEnrolled(UserId user) {
    return verifiers.stream().anyMatch(verifier -> verifier.isEnrolled(user));
  }

  /**
   * Returns the method that was proven, or empty if the proof is wrong or of a factor that is not set up.
   *
   * @throws dev.gatehouse.error.AuthException as {@link FactorVerifier#verify} does
   */
  public Optional<String> verify(UserId user, FactorProof proof, ClientInfo client) {
    return verifiers.stream()
        .filter(verifier -> verifier.name().equals(proof.factor()) && verifier.isEnrolled(user))
        .findFirst()
        .filter(verifier -> verifier.verify(user, proof, client))
        .map(FactorVerifier::method);
  }

  /** Tells whether one of the methods proves a second factor. */
  public boolean areProven(Set<String> methods) {
    return verifiers.stream().map(FactorVerifier::method).anyMatch(methods::contains);
  }
}
