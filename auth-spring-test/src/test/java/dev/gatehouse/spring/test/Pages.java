package dev.gatehouse.spring.test;

import dev.gatehouse.guard.RequiresPermission;
import dev.gatehouse.guard.RequiresRecentLogin;
import dev.gatehouse.principal.Principal;
import dev.gatehouse.principal.UserPrincipal;
import jakarta.servlet.http.HttpServletRequest;
import java.util.concurrent.Callable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class Pages {
  @GetMapping("/who")
  String who(
      Principal caller,
      UserPrincipal person,
      java.security.Principal javas,
      HttpServletRequest request) {
    Authentication known = SecurityContextHolder.getContext().getAuthentication();
    boolean agree = caller.equals(person)
        && known.getPrincipal().equals(caller)
        && javas.getName().equals(caller.getName())
        && caller.getName().equals(request.getRemoteUser())
        && caller.getName().equals(request.getUserPrincipal().getName());
    return "agree: " + agree + ", clerk: " + request.isUserInRole("clerk") + ", "
        + known.getAuthorities().stream()
            .map(Object::toString)
            .map(text -> text.replaceAll(".*authority=([A-Z_]+).*", "$1"))
            .filter(text -> !text.startsWith("ROLE_test-"))
            .sorted()
            .toList();
  }

  @GetMapping("/open")
  String open(Principal caller) {
    return caller.kind().name();
  }

  @GetMapping("/invoices")
  @RequiresPermission("invoices:read")
  String invoices() {
    return "invoices";
  }

  @GetMapping("/later")
  Callable<String> later(HttpServletRequest request) {
    String who = request.getRemoteUser();
    return () -> "later for " + who;
  }

  @GetMapping("/reports")
  String reports() {
    return "reports";
  }

  @GetMapping("/danger")
  @RequiresRecentLogin
  String danger() {
    return "done";
  }
}
