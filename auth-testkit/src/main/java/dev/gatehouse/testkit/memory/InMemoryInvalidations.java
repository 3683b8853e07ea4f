package dev.gatehouse.testkit.memory;

import dev.gatehouse.cache.Invalidation;
import dev.gatehouse.cache.Invalidations;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * One node's end of the broadcast between the nodes of a storage in memory. All nodes hear a message on the publishing
 * thread, before {@link #publish} returns, unless the line of the publisher or the listener is cut.
 */
public final class InMemoryInvalidations implements Invalidations {
  private final List<InMemoryInvalidations> nodes;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private volatile boolean cut;

  private record Listener(Consumer<Invalidation> message, Runnable reset) {}

  private InMemoryInvalidations(List<InMemoryInvalidations> nodes) {
    this.nodes = nodes;
    nodes.add(this);
  }

  static InMemoryInvalidations single() {
    return new InMemoryInvalidations(new CopyOnWriteArrayList<>());
  }

  InMemoryInvalidations another() {
    return new InMemoryInvalidations(nodes);
  }

  @Override
  public void publish(Invalidation invalidation) {
    hear(invalidation);
    if (!cut) {
      nodes.stream()
          .filter(node -> node != this && !node.cut)
          .forEach(node -> node.hear(invalidation));
    }
  }

  @Override
  public void subscribe(Consumer<Invalidation> listener, Runnable reset) {
    listeners.add(new Listener(listener, reset));
  }

  /** Cuts the line: this node no longer hears the others, nor they it. It still hears itself. */
  public void cut() {
    cut = true;
  }

  /** Mends the line and tells every listener of this node that messages may have been lost. */
  public void mend() {
    cut = false;
    listeners.forEach(listener -> listener.reset().run());
  }

  @Override
  public void close() {
    nodes.remove(this);
    listeners.clear();
  }

  private void hear(Invalidation invalidation) {
    listeners.forEach(listener -> listener.message().accept(invalidation));
  }
}
