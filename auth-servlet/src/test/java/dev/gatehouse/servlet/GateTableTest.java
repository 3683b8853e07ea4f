package dev.gatehouse.servlet;

import dev.gatehouse.contract.scenario.GateScenario;
import dev.gatehouse.contract.scenario.GateScenarios;
import dev.gatehouse.servlet.Container.Running;
import dev.gatehouse.servlet.RawHttp.Reply;
import dev.gatehouse.testkit.SettableClock;
import dev.gatehouse.testkit.TestGatehouse;
import dev.gatehouse.testkit.memory.InMemoryStorage;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

/** The tables of the gate, through real containers. */
final class GateTableTest {

  @Nested
  final class Jetty extends InContainer {
    Jetty() {
      super(Container.JETTY);
    }
  }

  @Nested
  final class Tomcat extends InContainer {
    Tomcat() {
      super(Container.TOMCAT);
    }
  }

  @Nested
  final class Undertow extends InContainer {
    Undertow() {
      super(Container.UNDERTOW);
    }
  }

  abstract static class InContainer implements GateScenarios {
    private final Container container;
    private final List<Running> running = new ArrayList<>();

    InContainer(Container container) {
      this.container = container;
    }

    @Override
    public TestGatehouse start() {
      TestGatehouse test =
          TestGatehouse.on(InMemoryStorage.create(), new SettableClock(), GateScenario::withRoutes);
      try {
        running.add(container.start("", (classes, context) -> {
          GatehouseServlet.install(context, test.gatehouse().http());
          context.addServlet("page", new Page()).addMapping("/");
        }));
      } catch (Exception e) {
        throw new IllegalStateException("the container did not start", e);
      }
      return test;
    }

    @AfterEach
    void stop() {
      running.forEach(Running::close);
    }

    @Override
    public String ask(TestGatehouse test, String route, String... headers) {
      try {
        int port = running.get(running.size() - 1).port();
        Reply reply =
            RawHttp.request(port, GateScenario.method(route), GateScenario.path(route), headers);
        return reply.body().equals(Page.TEXT)
            ? String.valueOf(reply.status())
            : reply.status() + " "
                + GateScenario.code(reply.body().getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The host's one page. */
  private static final class Page extends HttpServlet {
    static final String TEXT = "let in";
    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.getWriter().write(TEXT);
    }
  }
}
