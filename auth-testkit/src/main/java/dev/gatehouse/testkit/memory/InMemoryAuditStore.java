package dev.gatehouse.testkit.memory;

import dev.gatehouse.audit.AuditHead;
import dev.gatehouse.audit.AuditLink;
import dev.gatehouse.audit.AuditRecord;
import dev.gatehouse.audit.AuditStore;
import dev.gatehouse.crypto.Digest;
import java.util.List;
import java.util.stream.LongStream;

/** The model of {@link AuditStore}. */
final class InMemoryAuditStore implements AuditStore {
  private final Memory memory;
  private final Table<Place, AuditLink> links;
  private final Table<Integer, AuditHead> heads;

  private record Place(int lane, long sequence) {}

  InMemoryAuditStore(Memory memory) {
    this.memory = memory;
    this.links = new Table<>(memory);
    this.heads = new Table<>(memory);
  }

  @Override
  public void append(AuditRecord record) {
    memory.run(() -> {
      AuditHead head = head(record.lane());
      long sequence = head.sequence() + 1;
      Digest hash = record.hashAfter(head.hash());
      links.put(new Place(head.lane(), sequence), new AuditLink(sequence, record, hash));
      heads.put(head.lane(), new AuditHead(head.lane(), sequence, hash));
    });
  }

  @Override
  public void appendAll(List<AuditRecord> records) {
    memory.run(() -> records.forEach(this::append));
  }

  @Override
  public List<AuditLink> read(int lane, long after, int limit) {
    return memory.call(() -> LongStream.rangeClosed(after + 1, head(lane).sequence())
        .limit(limit)
        .mapToObj(sequence -> links.get(new Place(lane, sequence)).orElseThrow())
        .toList());
  }

  @Override
  public AuditHead head(int lane) {
    return memory.call(() -> heads.get(lane).orElse(AuditHead.empty(lane)));
  }

  /** Returns the records of all chains in the order in which they were added. */
  List<AuditRecord> records() {
    return memory.call(() -> links.all().stream().map(AuditLink::record).toList());
  }
}
