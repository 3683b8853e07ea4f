package dev.gatehouse.spring;

import dev.gatehouse.error.AuthException;
import dev.gatehouse.http.HttpGate;
import dev.gatehouse.servlet.GatehouseServlet;
import dev.gatehouse.storage.StoreException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.annotation.Order;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;

/**
 * Answers refusals that come out of controllers as the gate answers its own. It stands before advice of the application that
 * has no order; a controller's own handler, or advice of an order below 0, stands before it.
 */
@ControllerAdvice
@Order(0)
class RefusalAdvice {
  private final HttpGate gate;

  RefusalAdvice(HttpGate gate) {
    this.gate = gate;
  }

  @ExceptionHandler({AuthException.class, StoreException.class})
  void answer(RuntimeException failure, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    GatehouseServlet.answer(gate.answer(failure, GatehouseServlet.client(request)), response);
  }
}
