package dev.gatehouse.servlet;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.server.HandlerWrapper;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ServletContainerInitializerInfo;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import jakarta.servlet.ServletContainerInitializer;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ThreadPool;

/** The containers an application may run in, each started on a free port with errors sent to /error. */
enum Container {
  JETTY {
    @Override
    Running start(String contextPath, ServletContainerInitializer application) throws Exception {
      return jetty(new QueuedThreadPool(), contextPath, application);
    }
  },
  TOMCAT {
    @Override
    Running start(String contextPath, ServletContainerInitializer application) throws Exception {
      Path base = Files.createTempDirectory("tomcat");
      Tomcat tomcat = new Tomcat();
      tomcat.setBaseDir(base.toString());
      tomcat.setPort(0);
      tomcat.getConnector().setProperty("address", "127.0.0.1");
      Context context = tomcat.addContext(contextPath, base.toString());
      context.addServletContainerInitializer(application, null);
      ErrorPage everything = new ErrorPage();
      everything.setLocation("/error");
      context.addErrorPage(everything);
      tomcat.start();
      return new Running(tomcat.getConnector().getLocalPort(), () -> {
        tomcat.stop();
        tomcat.destroy();
      });
    }
  },
  UNDERTOW {
    @Override
    Running start(String contextPath, ServletContainerInitializer application) throws Exception {
      return undertow(handler -> handler, contextPath, application);
    }
  };

  abstract Running start(String contextPath, ServletContainerInitializer application)
      throws Exception;

  /** Starts Undertow with something in front of the deployment. */
  static Running undertow(
      HandlerWrapper front, String contextPath, ServletContainerInitializer application)
      throws Exception {
    String root = contextPath.isEmpty() ? "/" : contextPath;
    DeploymentInfo deployment = Servlets.deployment()
        .setClassLoader(Container.class.getClassLoader())
        .setContextPath(root)
        .setDeploymentName("test")
        .addErrorPage(Servlets.errorPage("/error"))
        .addServletContainerInitializer(new ServletContainerInitializerInfo(
            application.getClass(), new ImmediateInstanceFactory<>(application), Set.of()));
    DeploymentManager manager = Servlets.newContainer().addDeployment(deployment);
    manager.deploy();
    Undertow server = Undertow.builder()
        .addHttpListener(0, "127.0.0.1")
        .setHandler(front.wrap(Handlers.path().addPrefixPath(root, manager.start())))
        .build();
    server.start();
    InetSocketAddress address =
        (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
    return new Running(address.getPort(), server::stop);
  }

  /** Starts Jetty on these threads. */
  static Running jetty(
      ThreadPool threads, String contextPath, ServletContainerInitializer application)
      throws Exception {
    Server server = new Server(threads);
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler context =
        new ServletContextHandler(contextPath.isEmpty() ? "/" : contextPath);
    context.setBaseResourceAsPath(Files.createTempDirectory("jetty"));
    context.addServletContainerInitializer(application);
    ErrorPageErrorHandler errors = new ErrorPageErrorHandler();
    errors.addErrorPage(400, 599, "/error");
    context.setErrorHandler(errors);
    server.setHandler(context);
    server.start();
    return new Running(connector.getLocalPort(), server::stop);
  }

  /** Stops a server; each has its own exceptions. */
  @FunctionalInterface
  interface Stop {
    void run() throws Exception;
  }

  /** A started container. */
  record Running(int port, Stop stop) implements AutoCloseable {
    @Override
    public void close() {
      try {
        stop.run();
      } catch (Exception e) {
        throw new IllegalStateException("the container did not stop", e);
      }
    }
  }
}
