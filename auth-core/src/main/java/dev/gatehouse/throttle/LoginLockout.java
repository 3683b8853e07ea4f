package dev.gatehouse.throttle;

import dev.gatehouse.crypto.Digest;
import dev.gatehouse.crypto.KeyRing;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.error.Fault;
import dev.gatehouse.error.RateLimitedLog;
import dev.gatehouse.event.EventDraft;
import dev.gatehouse.event.EventType;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How often passwords may be guessed.
 *
 * <h2>Security guarantees</h2>
 *
 * <p>A guess is reserved before the hash is computed, by one atomic step whose result is the verdict: however many come at
 * once, no more reach the hash than a lane has open. A stranger's guess counts against the name, the address and the pair
 * of both; a known device's against itself alone, so that nobody else can shut it; one within a session against the account.
 * The lanes do not know which accounts exist. A store that does not answer is a {@code StoreException}: nobody guesses
 * unseen. Nobody waits on a thread. Safe for use by many threads and many nodes at once.
 */
public final class LoginLockout {
  private final LockoutStore store;
  private final LockoutPolicy policy;
  private final boolean enabled;
  private final KeyRing keys;
  private final Lanes lanes;
  private final KnownDevices devices;
  private final AttackDetector detector = new AttackDetector();
  private final Consumer<EventDraft> denials;
  private final InstantSource clock;
  private final RateLimitedLog notGivenBack = new RateLimitedLog(LoginLockout.class);

  /**
   * Counts in the given store.
   *
   * @param policy of which {@code enabled} and {@code lockout} count
   * @param denials where locks and alarms are reported; must not block
   */
  public LoginLockout(
      LockoutStore store,
      ThrottlePolicy policy,
      KeyRing keys,
      RandomSource random,
      InstantSource clock,
      Consumer<EventDraft> denials) {
    this.store = store;
    this.policy = policy.lockout();
    this.enabled = policy.enabled();
    this.keys = keys;
    this.lanes = new Lanes(keys, this.policy);
    this.devices = new KnownDevices(keys, random, clock, this.policy.deviceLifetime());
    this.denials = denials;
    this.clock = clock;
  }

  /** Tells whether guesses are counted. */
  public boolean isEnabled() {
    return enabled;
  }

  /** Returns the marks of known devices. */
  public KnownDevices devices() {
    return devices;
  }

  /**
   * Reserves a guess at the password of a login name, of which nobody knows yet whether it has an account.
   *
   * @param identifier the name in its canonical form
   * @param device the mark that the client's device presented
   */
  public Guess reserve(String identifier, Optional<Secret> device, ClientInfo client) {
    Optional<Digest> known = enabled ? devices.find(identifier, device) : Optional.empty();
    return reserve(() -> known
        .map(mark -> lanes.ofDevice(identifier, mark))
        .orElseGet(() -> lanes.ofStranger(identifier, client.address(), clock.instant())));
  }

  /**
   * Reserves a guess at the password of an account by somebody who has a session of it.
   *
   * @throws AuthException LOGIN_DELAYED
   */
  public Guess.Granted reserve(UserId user) {
    Guess guess = reserve(() -> List.of(lanes.session(user)));
    if (guess instanceof Guess.Granted granted) {
      return granted;
    }
    Instant until = ((Guess.Delayed) guess).until();
    throw new AuthException(ErrorCode.LOGIN_DELAYED, "Wait, then try again.")
        .retryAfter(Duration.between(clock.instant(), until));
  }

  private Guess reserve(Supplier<List<Lane>> wanted) {
    if (!enabled) {
      return new Guess.Granted(List.of(), List.of(), false);
    }
    List<Lane> run = wanted.get();
    Reservation answer = store.reserve(run, clock.instant());
    return answer instanceof Reservation.Reserved reserved
        ? new Guess.Granted(run, reserved.failures(), reserved.quick())
        : new Guess.Delayed(((Reservation.Shut) answer).until());
  }

  /**
   * Makes the guess that was granted. A right one is taken back, with all others from the same place or device; so is one
   * that could not be judged. What the check throws is thrown on.
   */
  public <T> T spend(Guess.Granted guess, Supplier<T> check, Predicate<? super T> right) {
    T result;
    try {
      result = check.get();
    } catch (RuntimeException e) {
      giveBack(guess, Collections.nCopies(guess.lanes().size(), 1));
      throw e;
    }
    if (right.test(result)) {
      succeeded(guess);
    }
    return result;
  }

  private void succeeded(Guess.Granted guess) {
    if (!guess.lanes().isEmpty()) {
      detector.succeeded(clock.instant());
      giveBack(guess, guess.lanes().stream().map(lane -> deserved(guess, lane)).toList());
    }
  }

  /**
   * A success proves who failed from the same place before; of the source and of all devices it proves nothing but itself. Of the name's
   * count it takes what the pair, the last of a stranger's lanes, had put there.
   */
  private static int deserved(Guess.Granted guess, Lane lane) {
    return switch (lane.kind()) {
      case SOURCE, DEVICES -> 1;
      case PAIR, DEVICE, SESSION -> Integer.MAX_VALUE;
      case IDENTIFIER ->
        guess.lanes().size() == 1 ? 1 : guess.failures().get(guess.lanes().size() - 1);
    };
  }

  /** A guess that cannot be taken back stays counted: that shuts a lane sooner than need be, and lets nobody in or out. */
  private void giveBack(Guess.Granted guess, List<Integer> failures) {
    if (guess.lanes().isEmpty()) {
      return;
    }
    try {
      store.giveBack(guess.lanes(), failures);
    } catch (RuntimeException e) {
      notGivenBack.warn("A guess could not be taken back: {}", Fault.of(e));
    }
  }

  /** Reports what a wrong guess has led to: locks, and the signs of an attack. */
  public void failed(Guess.Granted guess, Optional<UserId> user, ClientInfo client) {
    if (guess.lanes().isEmpty()) {
      return;
    }
    String locked = lockedBy(guess);
    if (!locked.isEmpty()) {
      denials.accept(about(EventDraft.of(EventType.LOGIN_LOCKED, client), user)
          .refused("too_many_failures")
          .with("lanes", locked)
          .with("failures", Integer.toString(Collections.max(guess.failures()))));
    }
    for (String sign : detector.failed(guess.lanes(), guess.quick(), clock.instant())) {
      denials.accept(
          about(EventDraft.of(EventType.LOGIN_ATTACK_SUSPECTED, client), user).refused(sign));
    }
  }

  private static EventDraft about(EventDraft event, Optional<UserId> user) {
    return user.map(event::about).orElse(event);
  }

  private static String lockedBy(Guess.Granted guess) {
    return java.util.stream.IntStream.range(0, guess.lanes().size())
        .filter(i -> guess.failures().get(i) >= guess.lanes().get(i).rule().lockAfter())
        .mapToObj(i -> guess.lanes().get(i).word())
        .collect(Collectors.joining(" "));
  }

  /**
   * Forgets the failures of an account: of its name, of its sessions and devices, and of its name from the client's address. What was
   * counted against other addresses stays, so that whoever guesses goes on waiting. Call it outside of units of work.
   *
   * @param client where its owner is, or nobody if somebody else unlocks it
   */
  public void unlock(String identifier, UserId user, ClientInfo client) {
    if (!enabled) {
      return;
    }
    List<Lane> open = new java.util.ArrayList<>();
    open.add(lanes.identifier(identifier));
    open.add(lanes.session(user));
    open.add(lanes.devices(identifier));
    if (!client.address().isEmpty()) {
      open.add(lanes.pair(identifier, client.address()));
    }
    store.giveBack(open, Collections.nCopies(open.size(), Integer.MAX_VALUE));
  }

  /** Returns the locks about an account, from whatever address or device the guesses came. */
  public List<Locked> locksAbout(String identifier, UserId user) {
    return enabled
        ? store.locksAbout(subjects(identifier, user), clock.instant()).stream()
            .map(this::labelled)
            .toList()
        : List.of();
  }

  /**
   * Opens every lane about an account in one step, from whatever address or device the guesses came, for somebody else than
   * its owner. Call it outside of units of work.
   */
  public void unlockAll(String identifier, UserId user) {
    if (enabled) {
      // Lanes that an older node has made say nothing about their subject.
      List<Digest> keys = Stream.of(
              lanes.identifier(identifier), lanes.session(user), lanes.devices(identifier))
          .map(Lane::key)
          .toList();
      List<Lock> unused = store.open(subjects(identifier, user), keys, clock.instant());
    }
  }

  private List<Digest> subjects(String identifier, UserId user) {
    return List.of(lanes.subject(identifier), lanes.session(user).subject());
  }

  /** Returns a page of the lanes that are shut, in the order in which they open. */
  public List<Locked> locks(Optional<Lock.After> after, int limit) {
    Instant now = clock.instant();
    return store.locks(after.orElseGet(() -> Lock.After.all(now)), now, limit).stream()
        .map(this::labelled)
        .toList();
  }

  /** Returns a lock. */
  public Optional<Locked> lock(Digest key) {
    return store.lock(key, clock.instant()).map(this::labelled);
  }

  /** Opens one lane, and returns the lock that there was. */
  public Optional<Locked> open(Digest key) {
    return store.open(List.of(), List.of(key), clock.instant()).stream()
        .findFirst()
        .map(this::labelled);
  }

  private Locked labelled(Lock lock) {
    return new Locked(lock, LockLabel.open(keys, lock));
  }
}
