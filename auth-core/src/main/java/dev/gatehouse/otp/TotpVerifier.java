package dev.gatehouse.otp;

import dev.gatehouse.account.Surroundings;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.error.Fault;
import dev.gatehouse.event.EventDraft;
import dev.gatehouse.event.EventType;
import dev.gatehouse.factor.FactorProof;
import dev.gatehouse.factor.FactorVerifier;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.storage.StoreException;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks codes of authenticator apps.
 *
 * <h2>Security guarantees</h2>
 *
 * <p>A code counts for the step it belongs to and at most one before and after, by this server's clock. Each step of a
 * device is accepted once, on any number of nodes, by one statement; after it, no earlier one is. A secret that
 * does not open refuses, and is reported.
 *
 * <p>A try is counted before it is judged, and five wrong ones in a row lock, each time for twice as long. Whoever knows the
 * password, waits for every lock and has all lifted that can be gets at most 44 guesses within any day, and four more for
 * each time that the owner is right in between: a right code forgets the failures, but no lock. A guess is right with a
 * probability of three in a million for each app. So within a day a guesser succeeds with less than one in a thousand if
 * the account has one app and its owner logs in up to 72 times, and if it has all five apps, up to five times.
 */
final class TotpVerifier implements FactorVerifier {
  static final String NAME = "totp";
  static final String METHOD = "otp";
  private static final Logger LOG = LoggerFactory.getLogger(TotpVerifier.class);
  /** Codes that are wrong by at most five minutes tell of a clock. */
  private static final int DRIFT = 10;

  private final TotpStore devices;
  private final TotpSecrets secrets;
  private final TriedFactors tries;
  private final int window;
  private final Surroundings around;

  TotpVerifier(
      TotpStore devices, TotpSecrets secrets, TriedFactors tries, int window, Surroundings around) {
    this.devices = devices;
    this.secrets = secrets;
    this.tries = tries;
    this.window = window;
    this.around = around;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String method() {
    return METHOD;
  }

  @Override
  public boolean isEnrolled(UserId user) {
    return devices.list(user).stream().anyMatch(TotpDevice::isActive);
  }

  @Override
  public boolean verify(UserId user, FactorProof proof, ClientInfo client) {
    Attempt attempt = tries.reserve(user, NAME);
    Instant now = around.now();
    List<TotpDevice> active =
        devices.list(user).stream().filter(TotpDevice::isActive).toList();
    // Every device is tried, whichever matches, so that the time tells nothing.
    List<OptionalLong> steps = active.stream()
        .map(device -> match(device, proof.value(), Totp.step(now), window))
        .toList();
    boolean known = false;
    for (int i = 0; i < active.size(); i++) {
      OptionalLong step = steps.get(i);
      known |= step.isPresent();
      if (step.isPresent() && accept(active.get(i), step.getAsLong(), now)) {
        tries.succeeded(user, NAME);
        return true;
      }
    }
    refuse(user, active, proof.value(), attempt, client);
    if (known) {
      throw new AuthException(
          ErrorCode.CODE_ALREADY_USED, "This code was used before; wait for the next one.");
    }
    return false;
  }

  /** Returns the step of a device that the code is of. */
  OptionalLong match(TotpDevice device, Secret code, long step, int width) {
    return secrets
        .open(device)
        .map(secret -> Totp.match(secret, code, step, width))
        .orElseGet(() -> unreadable(device));
  }

  private OptionalLong unreadable(TotpDevice device) {
    around
        .events()
        .deny(EventDraft.of(EventType.TWO_FACTOR_UNREADABLE, ClientInfo.none())
            .about(device.user())
            .refused("unreadable_secret")
            .with("device", device.id().toString()));
    return OptionalLong.empty();
  }

  private boolean accept(TotpDevice device, long step, Instant now) {
    if (!devices.advanceStep(device.user(), device.id(), step, now)) {
      return false;
    }
    if (!secrets.isCurrent(device)) {
      secrets.open(device).ifPresent(secret -> reseal(device, secret));
    }
    return true;
  }

  /** The code is spent: what fails here is done at the next login. */
  private void reseal(TotpDevice device, byte[] secret) {
    try {
      // Whoever lost the race against another login finds it done.
      boolean unused = devices.reseal(
          device.id(), device.secret(), secrets.seal(device.user(), device.id(), secret));
    } catch (StoreException e) {
      LOG.warn("The secret of an app was not sealed anew: {}", Fault.of(e));
    }
  }

  private void refuse(
      UserId user, List<TotpDevice> active, Secret code, Attempt attempt, ClientInfo client) {
    tries.failed(user, NAME, attempt, client);
    long step = Totp.step(around.now());
    active.stream()
        // Those that do not open were reported before.
        .flatMap(device -> secrets.open(device).stream())
        .map(secret -> Totp.match(secret, code, step, DRIFT))
        .filter(OptionalLong::isPresent)
        .mapToLong(found -> found.getAsLong() - step)
        .filter(drift -> Math.abs(drift) > window)
        .findFirst()
        .ifPresent(drift -> around
            .events()
            .observe(EventDraft.of(EventType.TWO_FACTOR_CLOCK_DRIFT, client)
                .about(user)
                .refused("clock_drift")
                .with("steps", Long.toString(drift))));
  }
}
