package dev.gatehouse.examples.invoices;

import dev.gatehouse.principal.Principal;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A page that is open to everybody, and one that tells callers who they are. */
@RestController
class HomeController {
  @GetMapping("/")
  String home() {
    return "Invoices. Log in at /auth/login.\n";
  }

  @GetMapping("/who")
  Map<String, Object> who(Principal caller, HttpServletRequest request) {
    return Map.of(
        "name", caller.getName(), "kind", caller.kind(), "clerk", request.isUserInRole("clerk"));
  }
}
