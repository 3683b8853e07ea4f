package dev.gatehouse.benchmarks.filter;

import dev.gatehouse.benchmarks.stack.Get;
import dev.gatehouse.http.GateResult;
import dev.gatehouse.http.GateResult.Answer;
import dev.gatehouse.http.HttpGate;
import dev.gatehouse.http.HttpRequest;
import java.util.List;
import java.util.function.ToIntFunction;

/** Requests as an adapter hands them to the gate, without any container's. */
record GateDoor(List<String> credentials, ToIntFunction<HttpRequest> gate) implements Door {

  static Door gatehouse(People people) {
    HttpGate gate = people.workload().gatehouse().http();
    return new GateDoor(people.bearers(), request -> status(gate.handle(request)));
  }

  /** The same request, and nothing that looks at it. */
  static Door nothing(People people) {
    return new GateDoor(people.bearers(), request -> request.path().isEmpty() ? 0 : LET_IN);
  }

  private static int status(GateResult result) {
    return result instanceof Answer answer ? answer.response().status() : LET_IN;
  }

  @Override
  public int ask(String path, String credential) {
    return gate.applyAsInt(new Get(path, credential));
  }
}
