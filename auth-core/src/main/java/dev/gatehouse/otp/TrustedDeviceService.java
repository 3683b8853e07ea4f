package dev.gatehouse.otp;

import dev.gatehouse.account.Surroundings;
import dev.gatehouse.crypto.Digest;
import dev.gatehouse.crypto.OpaqueToken;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.event.EventDraft;
import dev.gatehouse.event.EventType;
import dev.gatehouse.factor.FactorWaiver;
import dev.gatehouse.factor.Factors;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.TrustedDeviceId;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.principal.UserPrincipal;
import dev.gatehouse.session.SessionRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Browsers in which an account need not present its second factor again for a while.
 *
 * <h2>Security guarantees</h2>
 *
 * <p>A browser is trusted after a login with a second factor, and for one account. Trust ends when its time is over, when
 * its owner says so, and with everything that ends all sessions: a new password or address, any change of a factor, a
 * log-out everywhere. It stands in for the second factor at a login and for nothing else. The store holds digests.
 */
public final class TrustedDeviceService implements FactorWaiver {
  /** How many browsers an account can trust. */
  public static final int MOST_DEVICES = 10;

  private static final String PREFIX = "gbt";

  private final TrustedDeviceStore devices;
  private final Factors factors;
  private final Duration rememberFor;
  private final RandomSource random;
  private final Surroundings around;

  TrustedDeviceService(
      TrustedDeviceStore devices,
      Factors factors,
      Duration rememberFor,
      RandomSource random,
      Surroundings around) {
    this.devices = devices;
    this.factors = factors;
    this.rememberFor = rememberFor;
    this.random = random;
    this.around = around;
  }

  /**
   * Trusts the browser that has just logged in; of more than {@link #MOST_DEVICES} the oldest is trusted no more. The login
   * stands, whatever becomes of this.
   *
   * @param session that the login opened
   * @return empty if the login proved no second factor, or browsers are never trusted here
   */
  public Optional<TrustToken> trust(SessionRecord session, ClientInfo client) {
    if (rememberFor.isZero() || !factors.areProven(session.methods())) {
      return Optional.empty();
    }
    Instant now = around.now();
    Secret token = OpaqueToken.issue(PREFIX, random);
    TrustedDevice device = new TrustedDevice(
        new TrustedDeviceId(around.ids().next()),
        session.user(),
        Digest.of(token.reveal()),
        session.epoch(),
        session.device(),
        client.address(),
        now,
        now,
        now.plus(rememberFor));
    around.transactions().run(() -> {
      devices.insert(device, MOST_DEVICES);
      around
          .events()
          .record(EventDraft.of(EventType.TWO_FACTOR_DEVICE_TRUSTED, client)
              .byOwner(session.user())
              .with("device", device.id().toString()));
    });
    return Optional.of(new TrustToken(token, device.expiresAt()));
  }

  @Override
  public boolean waives(UserId user, Secret token) {
    if (rememberFor.isZero()) {
      return false;
    }
    return OpaqueToken.digest(PREFIX, token)
        .filter(digest -> devices.use(user, digest, around.now()))
        .isPresent();
  }

  /** Returns the browsers that an account trusts, newest first. */
  public List<TrustedDevice> list(UserId user) {
    return devices.list(user, around.now());
  }

  /** Ends the trust in one browser; false if it is not of the caller's account or was not trusted. */
  public boolean revoke(UserPrincipal self, TrustedDeviceId id, ClientInfo client) {
    return around.transactions().call(() -> {
      boolean removed = devices.remove(self.userId(), id);
      if (removed) {
        ended(self, id.toString(), client);
      }
      return removed;
    });
  }

  /** Ends the trust in every browser of the caller's account and returns how many there were. */
  public int revokeAll(UserPrincipal self, ClientInfo client) {
    return around.transactions().call(() -> {
      int removed = devices.removeAll(self.userId());
      if (removed > 0) {
        ended(self, "all", client);
      }
      return removed;
    });
  }

  private void ended(UserPrincipal self, String which, ClientInfo client) {
    around
        .events()
        .record(EventDraft.of(EventType.TWO_FACTOR_TRUST_ENDED, client)
            .byOwner(self.userId())
            .with("device", which));
  }
}
