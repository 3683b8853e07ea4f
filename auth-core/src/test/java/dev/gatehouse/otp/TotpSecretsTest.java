package dev.gatehouse.otp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.crypto.KeyRing;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.crypto.Sealed;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.principal.TotpDeviceId;
import dev.gatehouse.principal.UserId;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("OTP-11: a sealed secret")
final class TotpSecretsTest {
  private static final Secret OLD = Secret.of("b2xkIHRlc3RzIG9ubHk6IDAxMjM0NTY3ODkgYWJjZGVm");
  private static final Secret NEW = Secret.of("bmV3IHRlc3RzIG9ubHk6IDAxMjM0NTY3ODkgYWJjZGVm");
  private static final UserId ANN = new UserId(new UUID(1, 1));
  private static final TotpDeviceId PHONE = new TotpDeviceId(new UUID(1, 2));

  private final RandomSource random = RandomSource.secure();
  private final KeyRing keys = new KeyRing(OLD, List.of(), random);
  private final TotpSecrets secrets = new TotpSecrets(keys);
  private final byte[] secret = random.bytes(TotpSecrets.BYTES);
  private final Sealed sealed = secrets.seal(ANN, PHONE, secret);

  @Test
  void opensForItsAccountAndItsDeviceOnly() {
    assertThat(secrets.open(device(ANN, PHONE, sealed))).contains(secret);
    assertThat(secrets.open(device(new UserId(new UUID(1, 9)), PHONE, sealed))).isEmpty();
    assertThat(secrets.open(device(ANN, new TotpDeviceId(new UUID(1, 9)), sealed)))
        .isEmpty();
  }

  @Test
  void opensWithNoBitChanged() {
    byte[] bytes = sealed.bytes();
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      byte[] altered = bytes.clone();
      altered[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(secrets.open(device(ANN, PHONE, Sealed.of(altered))))
          .as("bit %d", bit)
          .isEmpty();
    }
  }

  @Test
  @DisplayName("OTP-06: of another length is none")
  void ofAnotherLengthIsNone() {
    for (int length : List.of(0, 10, 19, 21, 64)) {
      Sealed other = secrets.seal(ANN, PHONE, random.bytes(length));
      assertThat(secrets.open(device(ANN, PHONE, other))).as("%d bytes", length).isEmpty();
    }
  }

  @Test
  void opensUnderAFormerApplicationSecretAndIsThenDueForANewSeal() {
    TotpSecrets rotated = new TotpSecrets(new KeyRing(NEW, List.of(OLD), random));
    TotpSecrets after = new TotpSecrets(new KeyRing(NEW, List.of(), random));
    TotpDevice device = device(ANN, PHONE, sealed);
    assertThat(rotated.open(device)).contains(secret);
    assertThat(secrets.isCurrent(device)).isTrue();
    assertThat(rotated.isCurrent(device)).isFalse();
    assertThat(after.open(device)).as("its key is gone").isEmpty();
  }

  @Test
  void neverUsesANonceTwice() {
    Set<Sealed> seen = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      assertThat(seen.add(secrets.seal(ANN, PHONE, secret))).isTrue();
    }
  }

  private static TotpDevice device(UserId user, TotpDeviceId id, Sealed sealed) {
    Instant now = Instant.EPOCH;
    return new TotpDevice(
        id, user, "phone", sealed, 0, now, now, Optional.of(now), Optional.empty());
  }
}
