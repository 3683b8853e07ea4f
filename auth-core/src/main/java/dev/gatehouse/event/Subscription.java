package dev.gatehouse.event;

/** The wish of a listener to hear events. Closing it ends the wish; closing it again does nothing. */
public interface Subscription extends AutoCloseable {

  @Override
  void close();
}
