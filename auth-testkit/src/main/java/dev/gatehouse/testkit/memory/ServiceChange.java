package dev.gatehouse.testkit.memory;

import dev.gatehouse.crypto.Digest;
import dev.gatehouse.service.SecretRotation;
import dev.gatehouse.service.ServiceRecord;
import dev.gatehouse.service.ServiceRecord.PreviousSecret;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Copies of a service that differ in one respect. */
final class ServiceChange {
  private ServiceChange() {}

  static ServiceRecord rotated(ServiceRecord service, SecretRotation rotation) {
    PreviousSecret previous = new PreviousSecret(service.secret(), rotation.oldEndsAt());
    return withSecrets(
        service, rotation.successor(), rotation.now(), Optional.of(previous), service.epoch());
  }

  static ServiceRecord replaced(ServiceRecord service, SecretRotation rotation) {
    return withSecrets(
        service, rotation.successor(), rotation.now(), Optional.empty(), service.epoch() + 1);
  }

  static ServiceRecord withoutPrevious(ServiceRecord service) {
    return withSecrets(
        service, service.secret(), service.secretAt(), Optional.empty(), service.epoch());
  }

  static ServiceRecord inNextEpoch(ServiceRecord service) {
    return withSecrets(
        service, service.secret(), service.secretAt(), service.previous(), service.epoch() + 1);
  }

  static ServiceRecord withAudiences(ServiceRecord service, Set<String> audiences) {
    return with(inNextEpoch(service), audiences, service.enabled());
  }

  static ServiceRecord withStatus(ServiceRecord service, boolean enabled) {
    return with(inNextEpoch(service), service.audiences(), enabled);
  }

  private static ServiceRecord with(ServiceRecord service, Set<String> audiences, boolean enabled) {
    return new ServiceRecord(
        service.id(),
        service.name(),
        audiences,
        enabled,
        service.epoch(),
        service.secret(),
        service.secretAt(),
        service.previous(),
        service.createdAt());
  }

  private static ServiceRecord withSecrets(
      ServiceRecord service,
      Digest secret,
      Instant secretAt,
      Optional<PreviousSecret> previous,
      long epoch) {
    return new ServiceRecord(
        service.id(),
        service.name(),
        service.audiences(),
        service.enabled(),
        epoch,
        secret,
        secretAt,
        previous,
        service.createdAt());
  }
}
