package dev.gatehouse.jdbc;

import dev.gatehouse.Storage;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every contract of auth-contracts, as the owner of the tables; {@link LeastPrivilegeTest} has them as everybody else. */
@Tag("thorough")
final class JdbcStorageTest implements StorageContracts {
  @RegisterExtension
  static final TestDatabase DATABASE = new TestDatabase();

  private static final DataSource POOL = DATABASE.pool();

  private final List<Storage> nodes = new ArrayList<>();

  @Override
  public Storage storage() {
    Storage storage = anotherNode();
    DATABASE.empty();
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
