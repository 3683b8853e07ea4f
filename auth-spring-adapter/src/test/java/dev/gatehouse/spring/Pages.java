package dev.gatehouse.spring;

import dev.gatehouse.guard.RequiresAuthentication;
import dev.gatehouse.guard.RequiresPermission;
import dev.gatehouse.guard.RequiresRecentLogin;
import dev.gatehouse.guard.RequiresRole;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.Principal;
import dev.gatehouse.principal.UserPrincipal;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.springframework.stereotype.Service;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** The pages of an application. */
@RestController
class Pages {
  private final Ledger ledger;

  Pages(Ledger ledger) {
    this.ledger = ledger;
  }

  /** A bean behind the pages. */
  @Service
  static class Ledger {
    @RequiresPermission("invoices:read")
    String read() {
      return "read";
    }

    @RequiresRole("accountant")
    String close() {
      return "closed";
    }
  }

  @GetMapping("/hello")
  String hello() {
    return "hello";
  }

  @GetMapping("/public/hello")
  String open() {
    return "open";
  }

  @PostMapping("/notes")
  String write(@RequestBody String text) {
    return text;
  }

  @GetMapping("/who")
  String who(
      Principal caller,
      Optional<UserPrincipal> person,
      ClientInfo client,
      java.security.Principal javas,
      HttpServletRequest request) {
    return caller.kind() + " " + person.isPresent() + " " + client.address() + " "
        + caller.getName().equals(javas.getName()) + " "
        + caller.getName().equals(request.getRemoteUser()) + " "
        + request.isUserInRole("accountant");
  }

  @GetMapping("/person")
  String person(UserPrincipal person) {
    return person.getName();
  }

  @GetMapping("/invoices")
  @RequiresPermission("invoices:read")
  String invoices() {
    return "invoices";
  }

  @PostMapping("/invoices")
  @RequiresPermission("invoices:write")
  String writeInvoice(@RequestBody(required = true) Integer number) {
    return "written " + number;
  }

  @GetMapping("/danger")
  @RequiresRecentLogin("PT1S")
  String danger() {
    return "done";
  }

  @GetMapping("/mine")
  @RequiresAuthentication
  String mine() {
    return "mine";
  }

  @GetMapping("/ledger")
  String ledger() {
    return ledger.read();
  }

  @GetMapping("/ledger/close")
  String closeLedger() {
    return ledger.close();
  }

  @GetMapping("/stream")
  StreamingResponseBody stream(HttpServletRequest request) {
    String who = request.getRemoteUser();
    return out -> out.write(("stream of " + who).getBytes(StandardCharsets.UTF_8));
  }

  @GetMapping("/deferred")
  DeferredResult<String> deferred(HttpServletRequest request) {
    DeferredResult<String> result = new DeferredResult<>();
    String who = request.getRemoteUser();
    new Thread(() -> result.setResult("deferred to " + who)).start();
    return result;
  }

  @GetMapping("/callable")
  Callable<String> callable() {
    return () -> "callable " + ledger.read();
  }

  @GetMapping("/sse")
  SseEmitter sse(HttpServletRequest request) {
    SseEmitter events = new SseEmitter();
    String who = request.getRemoteUser();
    new Thread(() -> {
          try {
            events.send("event for " + who);
            events.complete();
          } catch (java.io.IOException e) {
            events.completeWithError(e);
          }
        })
        .start();
    return events;
  }

  @GetMapping("/boom")
  String boom() {
    throw new IllegalStateException("the application failed");
  }
}
