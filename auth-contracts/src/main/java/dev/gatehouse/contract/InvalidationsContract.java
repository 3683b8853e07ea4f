package dev.gatehouse.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.Storage;
import dev.gatehouse.cache.Invalidation;
import dev.gatehouse.cache.Invalidation.Kind;
import dev.gatehouse.cache.Invalidations;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Every promise of {@link Invalidations}, as tests. Implement it in the test class of a backend. */
public interface InvalidationsContract {

  /** Returns a fresh, empty storage; called once per test. */
  Storage storage();

  /** Returns one more node on the backend that {@link #storage()} returned in this test. */
  Storage anotherNode();

  @Test
  default void thePublishingNodeHearsItsOwnMessageAtOnceOnThePublishingThread() {
    Storage storage = storage();
    List<String> heard = new ArrayList<>();
    storage
        .invalidations()
        .subscribe(
            message ->
                heard.add(message.encode() + " on " + Thread.currentThread().getName()),
            () -> {});
    storage.invalidations().publish(message("usr_1"));
    assertThat(heard).containsExactly("user:usr_1 on " + Thread.currentThread().getName());
  }

  @Test
  default void theOtherNodesHearTheMessageSoon() throws InterruptedException {
    Invalidations here = storage().invalidations();
    BlockingQueue<Invalidation> there = listening(anotherNode());
    here.publish(message("usr_1"));
    here.publish(new Invalidation(Kind.SIGNING_KEYS, ""));
    assertThat(next(there)).isEqualTo(message("usr_1"));
    assertThat(next(there)).isEqualTo(new Invalidation(Kind.SIGNING_KEYS, ""));
  }

  @Test
  default void thePublishingNodeHearsItsOwnMessageOnce() throws InterruptedException {
    Storage storage = storage();
    Storage other = anotherNode();
    BlockingQueue<Invalidation> here = listening(storage);
    BlockingQueue<Invalidation> there = listening(other);
    storage.invalidations().publish(message("usr_1"));
    next(there);
    other.invalidations().publish(message("usr_2"));
    assertThat(next(here)).isEqualTo(message("usr_1"));
    assertThat(next(here)).isEqualTo(message("usr_2"));
  }

  @Test
  default void everyListenerOfANodeHearsEveryMessage() {
    Storage storage = storage();
    BlockingQueue<Invalidation> first = listening(storage);
    BlockingQueue<Invalidation> second = listening(storage);
    storage.invalidations().publish(message("usr_1"));
    assertThat(first).containsExactly(message("usr_1"));
    assertThat(second).containsExactly(message("usr_1"));
  }

  @Test
  default void aMessageIsHeardAsItWasWhateverItsId() throws InterruptedException {
    Invalidations here = storage().invalidations();
    BlockingQueue<Invalidation> there = listening(anotherNode());
    Invalidation odd = new Invalidation(Kind.SESSION, "a:b 'c' \"d\" ü");
    here.publish(odd);
    assertThat(next(there)).isEqualTo(odd);
  }

  @Test
  default void aClosedNodeHearsTheOthersNoLonger() throws InterruptedException {
    Storage storage = storage();
    Storage closing = anotherNode();
    BlockingQueue<Invalidation> closed = listening(closing);
    BlockingQueue<Invalidation> open = listening(anotherNode());
    storage.invalidations().publish(message("usr_1"));
    assertThat(next(closed)).isEqualTo(message("usr_1"));
    assertThat(next(open)).isEqualTo(message("usr_1"));
    closing.invalidations().close();
    storage.invalidations().publish(message("usr_2"));
    assertThat(next(open)).isEqualTo(message("usr_2"));
    assertThat(closed).isEmpty();
  }

  private static Invalidation message(String id) {
    return new Invalidation(Kind.USER, id);
  }

  private static BlockingQueue<Invalidation> listening(Storage node) {
    BlockingQueue<Invalidation> heard = new LinkedBlockingQueue<>();
    node.invalidations().subscribe(heard::add, () -> {});
    node.invalidations().awaitConnected();
    return heard;
  }

  private static Invalidation next(BlockingQueue<Invalidation> heard) throws InterruptedException {
    Invalidation message = heard.poll(10, TimeUnit.SECONDS);
    if (message == null) {
      throw new AssertionError("no message after ten seconds");
    }
    return message;
  }
}
