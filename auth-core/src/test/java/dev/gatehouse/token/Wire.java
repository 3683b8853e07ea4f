package dev.gatehouse.token;

import dev.gatehouse.cache.Invalidation;
import dev.gatehouse.cache.Invalidations;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The broadcast between nodes in one process; it can be cut, and a node always hears itself. */
final class Wire {
  private final List<Node> nodes = new CopyOnWriteArrayList<>();
  volatile boolean cut;

  Invalidations connect() {
    Node node = new Node();
    nodes.add(node);
    return node;
  }

  private final class Node implements Invalidations {
    private final List<Consumer<Invalidation>> listeners = new CopyOnWriteArrayList<>();

    @Override
    public void publish(Invalidation invalidation) {
      for (Node node : nodes) {
        if (node == this || !cut) {
          node.listeners.forEach(listener -> listener.accept(invalidation));
        }
      }
    }

    @Override
    public void subscribe(Consumer<Invalidation> listener, Runnable reset) {
      listeners.add(listener);
    }

    @Override
    public void close() {
      nodes.remove(this);
    }
  }
}
