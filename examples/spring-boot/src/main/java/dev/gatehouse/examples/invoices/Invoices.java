package dev.gatehouse.examples.invoices;

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
    return jdbc.sql("select * from invoices order by id").query(Invoice.class).list();
  }

  Invoice add(NewInvoice wanted, String author) {
    return jdbc.sql("insert into invoices (customer, cents, author) values (?, ?, ?) returning *")
        .params(wanted.customer(), wanted.cents(), author)
        .query(Invoice.class)
        .single();
  }

  Optional<Invoice> pay(long id) {
    return jdbc.sql("update invoices set paid = true where id = ? returning *")
        .param(id)
        .query(Invoice.class)
        .optional();
  }

  long total() {
    return jdbc.sql("select coalesce(sum(cents), 0) from invoices")
        .query(Long.class)
        .single();
  }
}
