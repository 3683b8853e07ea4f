package dev.gatehouse.examples.invoices;

import dev.gatehouse.guard.RequiresPermission;
import dev.gatehouse.guard.RequiresRecentLogin;
import dev.gatehouse.principal.Principal;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Invoices over HTTP, for people and for programs with an API key alike: what counts is the permission. */
@RestController
@RequestMapping("/invoices")
class InvoiceController {
  private final Invoices invoices;

  InvoiceController(Invoices invoices) {
    this.invoices = invoices;
  }

  @GetMapping
  @RequiresPermission("invoices:read")
  List<Invoice> all() {
    return invoices.all();
  }

  /** The caller comes as an argument; whoever may not write is refused before the body is read. */
  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @RequiresPermission("invoices:write")
  Invoice add(@RequestBody NewInvoice wanted, Principal caller) {
    return invoices.add(wanted, caller.getName());
  }

  /** Money: for people who have proven who they are in the last ten minutes, so for no program. */
  @PostMapping("/{id}/payment")
  @RequiresPermission("invoices:write")
  @RequiresRecentLogin("PT10M")
  Invoice pay(@PathVariable long id) {
    return invoices.pay(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
  }
}
