package dev.gatehouse.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gatehouse.servlet.Container.Running;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Containers use threads, connections and even request objects again; nobody may inherit a principal with them. */
final class ContextLeakTest {
  private static final String NOBODY = "[public REQUEST null null";

  @ParameterizedTest
  @EnumSource
  @DisplayName("RBAC-08 the next request on a connection knows nothing of the one before")
  void theNextRequestOnAConnectionIsNobodys(Container container) throws Exception {
    try (Running running = container.start("", Application.closed())) {
      for (String before : List.of("/account/x", "/account/refuse", "/other")) {
        String all = RawHttp.send(
                running.port(),
                "GET " + before + " HTTP/1.1\r\nHost: x\r\n" + Application.ADAS_TOKEN
                    + "\r\n\r\nGET /public/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            .body();
        assertThat(all).as(before).contains(NOBODY);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("RBAC-08 the next request on a thread knows nothing of the one before")
  void theNextRequestOnAThreadIsNobodys(Container container) throws Exception {
    try (Running running = container.start("", Application.closed())) {
      for (int i = 0; i < 50; i++) {
        String before =
            List.of("/account/x", "/account/fail", "/account/dispatch").get(i % 3);
        assertThat(RawHttp.get(running.port(), before, Application.ADAS_TOKEN).status())
            .isIn(200, 500);
        assertThat(RawHttp.get(running.port(), "/public/x").body()).contains(NOBODY);
        assertThat(RawHttp.get(running.port(), "/account/x").status()).isEqualTo(401);
      }
    }
  }

  @Test
  @DisplayName(
      "RBAC-08 on virtual threads (Java 21 and later) the next request knows nothing of the one before")
  void theNextRequestOnAVirtualThreadIsNobodys() throws Exception {
    assumeTrue(VirtualThreads.areSupported(), "this JDK has no virtual threads");
    Queue<Boolean> virtual = new ConcurrentLinkedQueue<>();
    QueuedThreadPool pool = new QueuedThreadPool();
    pool.setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor());
    try (Running running = Container.jetty(pool, "", watched(virtual))) {
      for (int i = 0; i < 50; i++) {
        String before =
            List.of("/account/x", "/account/fail", "/account/dispatch").get(i % 3);
        assertThat(RawHttp.get(running.port(), before, Application.ADAS_TOKEN).status())
            .isIn(200, 500);
        assertThat(RawHttp.get(running.port(), "/public/x").body()).contains(NOBODY);
        assertThat(RawHttp.get(running.port(), "/account/x").status()).isEqualTo(401);
      }
    }
    assertThat(virtual).contains(true);
  }

  /** The application, and on what kind of thread each request began. */
  private static ServletContainerInitializer watched(Queue<Boolean> virtual) {
    return (classes, context) -> {
      Application.closed().onStartup(classes, context);
      context.addListener(new ServletRequestListener() {
        @Override
        public void requestInitialized(ServletRequestEvent event) {
          virtual.add(VirtualThreads.isVirtualThread());
        }
      });
    };
  }
}
