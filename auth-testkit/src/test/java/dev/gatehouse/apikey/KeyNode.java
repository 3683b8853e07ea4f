package dev.gatehouse.apikey;

import dev.gatehouse.Storage;
import dev.gatehouse.account.Surroundings;
import dev.gatehouse.audit.AuditTrail;
import dev.gatehouse.crypto.Ids;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.event.Events;
import dev.gatehouse.event.SecurityLog;
import dev.gatehouse.mail.MailQueue;
import dev.gatehouse.mail.MailSettings;
import dev.gatehouse.mail.Mails;
import dev.gatehouse.rbac.Subject;
import dev.gatehouse.testkit.CapturedMail;
import dev.gatehouse.testkit.SettableClock;
import dev.gatehouse.testkit.memory.InMemoryStorage;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** API keys on one node, with every part that they stand on in the hands of the test. */
final class KeyNode implements AutoCloseable {
  final SettableClock clock;
  final InMemoryStorage storage;
  final CountedCalls calls;
  final WatchedKeys keys;
  final FixedAccess access;
  final Map<Subject, OwnerState> owners;
  final ApiKeys apiKeys;
  private final Events events;
  private final MailQueue mail;

  KeyNode(UnaryOperator<ApiKeyPolicy> policy) {
    this(
        InMemoryStorage.create(),
        new SettableClock(),
        new FixedAccess(),
        new ConcurrentHashMap<>(),
        policy,
        KeyLimits.none());
  }

  KeyNode(
      InMemoryStorage storage,
      SettableClock clock,
      FixedAccess access,
      Map<Subject, OwnerState> owners,
      UnaryOperator<ApiKeyPolicy> policy,
      KeyLimits limits) {
    this.storage = storage;
    this.clock = clock;
    this.access = access;
    this.owners = owners;
    this.calls = new CountedCalls(storage);
    Storage counted = calls.storage;
    this.keys = new WatchedKeys(counted.apiKeys());
    Ids ids = new Ids(clock, RandomSource.secure());
    this.events = new Events(
        counted.transactions(),
        new AuditTrail(counted.audit()),
        counted.outbox(),
        ids,
        clock,
        new SecurityLog());
    this.mail = new MailQueue(new CapturedMail(), counted.transactions(), events);
    MailSettings settings = MailSettings.of("test", URI.create("https://app.example.com"));
    Surroundings around = new Surroundings(
        counted.transactions(),
        events,
        new Mails(mail, settings),
        counted.invalidations(),
        ids,
        clock);
    ApiKeyBackend backend = new ApiKeyBackend(
        keys,
        counted.apiKeyCredits(),
        counted.apiKeyUsage(),
        owner -> Optional.ofNullable(owners.get(owner)),
        counted.roles());
    this.apiKeys = new ApiKeys(
        backend,
        access,
        limits,
        policy.apply(ApiKeyPolicy.defaults()),
        RandomSource.secure(),
        around);
  }

  /** Returns one more node on the same storage, clock, rights and owners. */
  KeyNode another(UnaryOperator<ApiKeyPolicy> policy) {
    return new KeyNode(storage.anotherNode(), clock, access, owners, policy, KeyLimits.none());
  }

  @Override
  public void close() {
    mail.close();
    events.close();
  }
}
