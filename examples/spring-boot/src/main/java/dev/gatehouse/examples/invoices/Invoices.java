package dev.gatehouse.examples.invoices;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table of invoices. */
@Repository
class Invoices {
  private final JdbcClient jdbc;

  Invoices(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  List<Invoice> all() {
    return jdbc.sql("select * from invoices order by id").query(Invoices::read).list();
  }

  Invoice add(NewInvoice wanted, String author) {
    return jdbc.sql("insert into invoices (customer, cents, author) values (?, ?, ?) returning *")
        .params(wanted.customer(), wanted.cents(), author)
        .query(Invoices::read)
        .single();
  }

  Optional<Invoice> pay(long id) {
    return jdbc.sql("update invoices set paid = true where id = ? returning *")
        .param(id)
        .query(Invoices::read)
        .optional();
  }

  long total() {
    return jdbc.sql("select coalesce(sum(cents), 0) from invoices")
        .query((row, number) -> row.getLong(1))
        .single();
  }

  private static Invoice read(ResultSet row, int number) throws SQLException {
    return new Invoice(
        row.getLong("id"),
        row.getString("customer"),
        row.getLong("cents"),
        row.getString("author"),
        row.getBoolean("paid"));
  }
}
