package dev.gatehouse.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.Storage;
import dev.gatehouse.audit.AuditRecord;
import dev.gatehouse.cache.Invalidation;
import dev.gatehouse.cache.Invalidation.Kind;
import dev.gatehouse.event.Event;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.testkit.Samples;
import dev.gatehouse.testkit.memory.InMemoryStorage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class InMemoryStorageTest
    implements UserStoreContract,
        UserListContract,
        PasswordStoreContract,
        OneTimeTokenStoreContract,
        MailCooldownStoreContract,
        LockoutStoreContract,
        SessionStoreContract,
        SigningKeyStoreContract,
        TotpStoreContract,
        ApiKeyStoreContract,
        ApiKeyCreditStoreContract,
        ApiKeyUsageStoreContract,
        ServiceStoreContract,
        RoleStoreContract,
        RecoveryCodeStoreContract,
        RoleAssignmentStoreContract,
        ReplayStorageContract,
        AuditStoreContract,
        OutboxStoreContract,
        TransactionsContract,
        TrustedDeviceStoreContract,
        InvalidationsContract,
        FactorAttemptStoreContract,
        LeadershipContract {
  private final InMemoryStorage storage = InMemoryStorage.create();

  @Override
  public Storage storage() {
    return storage;
  }

  @Override
  public Storage anotherNode() {
    return storage.anotherNode();
  }

  @Test
  void showsAuditRecordsAndOutboxEventsInTheOrderTheyWereAdded() {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      UserId user = Samples.userId();
      events.add(Samples.event(user, Samples.NOW.minusSeconds(i)));
    }
    events.forEach(storage.outbox()::append);
    events.forEach(event -> storage.audit().append(AuditRecord.of(event)));
    assertThat(storage.outboxEvents()).isEqualTo(events);
    assertThat(storage.auditRecords())
        .extracting(record -> record.id())
        .isEqualTo(events.stream().map(Event::id).toList());
  }

  @Test
  void theNodesOfAStorageShareItsData() {
    var user = Samples.user();
    storage.users().insert(user);
    assertThat(storage.anotherNode().users().find(user.id())).contains(user);
  }

  @Test
  void aNodeWhoseLineIsCutHearsOnlyItself() {
    InMemoryStorage other = storage.anotherNode();
    List<String> here = listening(storage);
    List<String> there = listening(other);
    other.invalidations().cut();
    storage.invalidations().publish(new Invalidation(Kind.USER, "usr_1"));
    other.invalidations().publish(new Invalidation(Kind.USER, "usr_2"));
    assertThat(here).containsExactly("user:usr_1");
    assertThat(there).containsExactly("user:usr_2");
  }

  @Test
  void aMendedLineTellsThatMessagesMayHaveBeenLostAndCarriesNewOnes() {
    InMemoryStorage other = storage.anotherNode();
    List<String> here = listening(storage);
    List<String> there = listening(other);
    other.invalidations().cut();
    other.invalidations().mend();
    storage.invalidations().publish(new Invalidation(Kind.USER, "usr_1"));
    assertThat(there).containsExactly("reset", "user:usr_1");
    assertThat(here).containsExactly("user:usr_1");
  }

  private static List<String> listening(InMemoryStorage node) {
    List<String> heard = new ArrayList<>();
    node.invalidations()
        .subscribe(message -> heard.add(message.encode()), () -> heard.add("reset"));
    return heard;
  }
}
