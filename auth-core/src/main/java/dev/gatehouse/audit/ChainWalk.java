package dev.gatehouse.audit;

import dev.gatehouse.audit.AuditVerification.Broken;
import dev.gatehouse.audit.AuditVerification.Damage;
import dev.gatehouse.crypto.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One way along one chain, page by page, until its end or its first broken place. */
final class ChainWalk {
  private static final int PAGE = 500;

  private final AuditStore store;
  private final int lane;
  private final List<AuditHead> anchors;
  private long sequence;
  private Digest hash;

  ChainWalk(AuditStore store, int lane, List<AuditHead> noted) {
    AuditHead start = AuditHead.empty(lane);
    this.store = store;
    this.lane = lane;
    this.sequence = start.sequence();
    this.hash = start.hash();
    this.anchors =
        new ArrayList<>(noted.stream().filter(anchor -> anchor.lane() == lane).toList());
  }

  long records() {
    return sequence;
  }

  Optional<Broken> walk() {
    // The head is read first: records may be appended while we walk, but none may have vanished.
    anchors.add(store.head(lane));
    Optional<Broken> broken = contradicted();
    List<AuditLink> page = store.read(lane, sequence, PAGE);
    while (broken.isEmpty() && !page.isEmpty()) {
      broken = follow(page);
      page = broken.isEmpty() ? store.read(lane, sequence, PAGE) : List.of();
    }
    return broken.or(this::atTheEnd);
  }

  private Optional<Broken> follow(List<AuditLink> page) {
    for (int i = 0; i < page.size(); i++) {
      AuditLink link = page.get(i);
      if (link.sequence() != sequence + 1) {
        Damage damage = link.sequence() > sequence ? Damage.MISSING : Damage.REORDERED;
        return broken(sequence + 1, damage);
      }
      if (!link.hash().equals(link.record().hashAfter(hash))) {
        boolean elsewhere = page.stream().skip(i + 1L).anyMatch(this::belongsHere);
        return broken(link.sequence(), elsewhere ? Damage.REORDERED : Damage.ALTERED);
      }
      sequence = link.sequence();
      hash = link.hash();
      Optional<Broken> contradicted = contradicted();
      if (contradicted.isPresent()) {
        return contradicted;
      }
    }
    return Optional.empty();
  }

  private boolean belongsHere(AuditLink link) {
    return link.hash().equals(link.record().hashAfter(hash));
  }

  private Optional<Broken> contradicted() {
    boolean contradicted = anchors.stream()
        .anyMatch(anchor -> anchor.sequence() == sequence && !anchor.hash().equals(hash));
    return contradicted ? broken(sequence, Damage.ALTERED) : Optional.empty();
  }

  private Optional<Broken> atTheEnd() {
    if (anchors.stream().anyMatch(anchor -> anchor.sequence() > sequence)) {
      return broken(sequence + 1, Damage.TRUNCATED);
    }
    long known = store.head(lane).sequence();
    return known < sequence ? broken(known + 1, Damage.UNACCOUNTED) : Optional.empty();
  }

  private Optional<Broken> broken(long place, Damage damage) {
    return Optional.of(new Broken(lane, place, damage));
  }
}
