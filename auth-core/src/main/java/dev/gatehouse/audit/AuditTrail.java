package dev.gatehouse.audit;

import dev.gatehouse.event.Event;
import dev.gatehouse.event.EventSink;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The trail of everything that happened, and the proof that nobody changed it.
 *
 * <h2>Security guarantees</h2>
 *
 * <p>A record that was altered, removed, moved or inserted is found, and so is a tail that was cut off. Whoever can
 * rewrite a whole chain together with its head leaves no trace in the store; against them, note {@link #heads()}
 * somewhere out of their reach and check with {@link #verify(List)}.
 */
public final class AuditTrail implements EventSink {
  private final AuditStore store;

  /** Keeps its records in the given store. */
  public AuditTrail(AuditStore store) {
    this.store = store;
  }

  @Override
  public void append(Event event) {
    store.append(AuditRecord.of(event));
  }

  /** Keeps many events; chain by chain, so that two batches never wait for each other crosswise. */
  @Override
  public void appendAll(List<Event> events) {
    store.appendAll(events.stream()
        .map(AuditRecord::of)
        .sorted(Comparator.comparingInt(AuditRecord::lane))
        .toList());
  }

  /** Returns the present end of every chain, to be noted outside of the store. */
  public List<AuditHead> heads() {
    List<AuditHead> heads = new ArrayList<>();
    for (int lane = 0; lane < AuditRecord.LANES; lane++) {
      heads.add(store.head(lane));
    }
    return heads;
  }

  /** Checks every chain from its first record to its head. Appending goes on meanwhile. */
  public AuditVerification verify() {
    return verify(List.of());
  }

  /**
   * Checks every chain, and that each still runs through the heads noted earlier.
   *
   * @param noted as {@link #heads()} returned them at any time
   */
  public AuditVerification verify(List<AuditHead> noted) {
    long records = 0;
    for (int lane = 0; lane < AuditRecord.LANES; lane++) {
      ChainWalk walk = new ChainWalk(store, lane, noted);
      Optional<AuditVerification.Broken> broken = walk.walk();
      if (broken.isPresent()) {
        return broken.get();
      }
      records += walk.records();
    }
    return new AuditVerification.Intact(records);
  }
}
