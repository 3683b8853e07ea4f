package dev.gatehouse.testkit;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.GatehouseBuilder;
import dev.gatehouse.Storage;
import dev.gatehouse.account.NewAccount;
import dev.gatehouse.account.User;
import dev.gatehouse.audit.AuditLink;
import dev.gatehouse.audit.AuditRecord;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.factor.FactorProof;
import dev.gatehouse.factor.FactorVerifier;
import dev.gatehouse.health.Health;
import dev.gatehouse.login.LoginResult;
import dev.gatehouse.mail.MailMessage;
import dev.gatehouse.password.HashSettings;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.testkit.memory.InMemoryStorage;
import dev.gatehouse.throttle.ThrottlePolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/**
 * A whole Gatehouse for tests: time stands still until the test moves it, mail is captured, and password hashes cost
 * nothing. Neither requests nor guesses are limited, so that a test may make as many as it likes; switch the limits on with
 * {@code builder.throttle(off -> ThrottlePolicy.defaults())}. Closing it closes the storage.
 */
public final class TestGatehouse implements AutoCloseable {
  private static final Secret APPLICATION_SECRET =
      Secret.of("dGVzdHMgb25seTogMDEyMzQ1Njc4OSBhYmNkZWZnaCEh");

  private final Storage storage;
  private final SettableClock clock;
  private final CapturedMail mail = new CapturedMail();
  private final Map<UserId, String> enrolled = new ConcurrentHashMap<>();
  private final Gatehouse gatehouse;

  private TestGatehouse(
      Storage storage, SettableClock clock, UnaryOperator<GatehouseBuilder> changes) {
    this.storage = storage;
    this.clock = clock;
    GatehouseBuilder builder = Gatehouse.builder()
        .baseUrl("https://app.example.com")
        .secret(APPLICATION_SECRET)
        .storage(storage)
        .mailer(mail)
        .clock(clock)
        .hashing(settings -> HashSettings.insecureForTests())
        .throttle(ThrottlePolicy::off)
        .factor(new TestFactor(enrolled));
    this.gatehouse = changes.apply(builder).build();
  }

  /** Starts one in memory. */
  public static TestGatehouse inMemory() {
    return on(InMemoryStorage.create());
  }

  /** Starts one on a storage. */
  public static TestGatehouse on(Storage storage) {
    return on(storage, new SettableClock(), builder -> builder);
  }

  /** Starts one on a storage, with a clock that others may share, and with changes to its configuration. */
  public static TestGatehouse on(
      Storage storage, SettableClock clock, UnaryOperator<GatehouseBuilder> changes) {
    return new TestGatehouse(storage, clock, changes);
  }

  /** Returns the Gatehouse under test. */
  public Gatehouse gatehouse() {
    return gatehouse;
  }

  /** Returns its clock. */
  public SettableClock clock() {
    return clock;
  }

  /** Returns its mail. */
  public CapturedMail mail() {
    return mail;
  }

  /** Returns its storage. */
  public Storage storage() {
    return storage;
  }

  /** Registers an address, and returns the account with its address unproven. */
  public User registered(String email, Secret password) {
    gatehouse
        .registration()
        .register(new NewAccount(email, password, "", Locale.ENGLISH), ClientInfo.none());
    return gatehouse.users().findByEmail(email).orElseThrow();
  }

  /** Registers an address and proves it. */
  public User verified(String email, Secret password) {
    registered(email, password);
    return gatehouse.registration().verifyEmail(mailedToken(email), ClientInfo.none());
  }

  /**
   * Registers an address, proves it and logs in; returns the account, the session and its tokens.
   *
   * @throws AssertionError if the login was not a success
   */
  public LoginResult.SignedIn signedIn(String email, Secret password) {
    verified(email, password);
    LoginResult result = gatehouse.logins().password(email, password, "", ClientInfo.none());
    if (result instanceof LoginResult.SignedIn signedIn) {
      return signedIn;
    }
    throw new AssertionError(
        "the login was not a success but " + result.getClass().getSimpleName());
  }

  /** Returns the token in the newest mail to an address, after everything that waits to be sent has been sent. */
  public Secret mailedToken(String email) {
    drainMail();
    return Secret.of(CapturedMail.token(mail.newestTo(email).orElseThrow()));
  }

  /**
   * Returns all mails to an address, in any case, after everything that waits to be sent has been sent.
   *
   * @throws AssertionError if that takes longer than ten seconds
   */
  public List<MailMessage> mailsTo(String email) {
    drainMail();
    return mail.messages().stream()
        .filter(message -> message.to().equalsIgnoreCase(email))
        .toList();
  }

  /** Forgets every mail so far, those that wait to be sent included. */
  public void forgetMail() {
    drainMail();
    mail.clear();
  }

  private void drainMail() {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!gatehouse.mailQueue().isIdle()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("the mail queue did not drain");
      }
      LockSupport.parkNanos(50_000);
    }
  }

  /**
   * Returns the audit records of one type, by time, after everything that waits to be written has been written.
   *
   * @throws AssertionError if that takes longer than ten seconds
   */
  public List<AuditRecord> audited(String type) {
    return audited().stream().filter(record -> record.type().equals(type)).toList();
  }

  /**
   * Returns all audit records, by time, after everything that waits to be written has been written.
   *
   * @throws AssertionError if that takes longer than ten seconds
   */
  public List<AuditRecord> audited() {
    try {
      if (!gatehouse.events().flush(Duration.ofSeconds(10))) {
        throw new AssertionError("denials were not written");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while denials were written", e);
    }
    List<AuditRecord> found = new ArrayList<>();
    for (int lane = 0; lane < AuditRecord.LANES; lane++) {
      storage.audit().read(lane, 0, 10_000).stream().map(AuditLink::record).forEach(found::add);
    }
    return found.stream().sorted(Comparator.comparing(AuditRecord::at)).toList();
  }

  /** Returns its health once the store has answered in time: a machine that stalls is no problem of the store. */
  public Health health() {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    Health health = gatehouse.health();
    while (health.problems().contains(Health.Problem.STORE) && System.nanoTime() < deadline) {
      health = gatehouse.health();
    }
    return health;
  }

  /** Enrols an account in a second factor named {@code test} whose right code is always the same. */
  public void enroll(UserId user, String code) {
    enrolled.put(user, code);
  }

  @Override
  public void close() {
    gatehouse.close();
  }

  private record TestFactor(Map<UserId, String> codes) implements FactorVerifier {
    @Override
    public String name() {
      return "test";
    }

    @Override
    public String method() {
      return "otp";
    }

    @Override
    public boolean isEnrolled(UserId user) {
      return codes.containsKey(user);
    }

    @Override
    public boolean verify(UserId user, FactorProof proof, ClientInfo client) {
      return proof.value().reveal().equals(codes.get(user));
    }
  }
}
