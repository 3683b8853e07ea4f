package dev.gatehouse.jdbc;

import dev.gatehouse.Storage;
import dev.gatehouse.testkit.AuditStoreContract;
import dev.gatehouse.testkit.InvalidationsContract;
import dev.gatehouse.testkit.LeadershipContract;
import dev.gatehouse.testkit.MailCooldownStoreContract;
import dev.gatehouse.testkit.OneTimeTokenStoreContract;
import dev.gatehouse.testkit.OutboxStoreContract;
import dev.gatehouse.testkit.PasswordStoreContract;
import dev.gatehouse.testkit.SessionListContract;
import dev.gatehouse.testkit.SessionRotationContract;
import dev.gatehouse.testkit.SessionStoreContract;
import dev.gatehouse.testkit.SigningKeyStoreContract;
import dev.gatehouse.testkit.TransactionsContract;
import dev.gatehouse.testkit.UserStoreContract;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every contract of the test kit, on PostgreSQL. */
final class JdbcStorageTest
    implements UserStoreContract,
        PasswordStoreContract,
        OneTimeTokenStoreContract,
        MailCooldownStoreContract,
        SessionStoreContract,
        SessionRotationContract,
        SessionListContract,
        SigningKeyStoreContract,
        AuditStoreContract,
        OutboxStoreContract,
        TransactionsContract,
        InvalidationsContract,
        LeadershipContract {
  @RegisterExtension
  static final TestDatabase DATABASE = new TestDatabase();

  private static final DataSource POOL = DATABASE.pool();

  private final List<Storage> nodes = new ArrayList<>();

  @Override
  public Storage storage() {
    Storage storage = anotherNode();
    DATABASE.execute(Emptied.SQL);
    return storage;
  }

  @Override
  public Storage anotherNode() {
    Storage storage = JdbcStorage.of(POOL);
    nodes.add(storage);
    return storage;
  }

  @AfterEach
  void closeTheNodes() {
    nodes.forEach(Storage::close);
  }
}
