package dev.gatehouse.audit;

import java.util.ArrayList;
import java.util.List;

/** A trail in plain sight: tests may write where nobody should. */
final class ListedAuditStore implements AuditStore {
  final List<List<AuditLink>> lanes = new ArrayList<>();
  final AuditHead[] heads = new AuditHead[AuditRecord.LANES];
  int batches;

  ListedAuditStore() {
    for (int lane = 0; lane < AuditRecord.LANES; lane++) {
      lanes.add(new ArrayList<>());
      heads[lane] = AuditHead.empty(lane);
    }
  }

  @Override
  public void append(AuditRecord record) {
    int lane = record.lane();
    AuditHead head = heads[lane];
    AuditLink link = new AuditLink(head.sequence() + 1, record, record.hashAfter(head.hash()));
    lanes.get(lane).add(link);
    heads[lane] = new AuditHead(lane, link.sequence(), link.hash());
  }

  @Override
  public void appendAll(List<AuditRecord> records) {
    batches++;
    records.forEach(this::append);
  }

  @Override
  public List<AuditLink> read(int lane, long after, int limit) {
    return lanes.get(lane).stream()
        .filter(link -> link.sequence() > after)
        .limit(limit)
        .toList();
  }

  @Override
  public AuditHead head(int lane) {
    return heads[lane];
  }
}
