package dev.gatehouse.rbac;

import dev.gatehouse.cache.Aged;
import dev.gatehouse.cache.Invalidation;
import dev.gatehouse.cache.Invalidations;
import dev.gatehouse.cache.LeaseCache;
import dev.gatehouse.cache.SecondLevel;
import dev.gatehouse.cache.SharedCopies;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A node's copies of who has which roles, and of what the roles allow. They are two levels: a change of one subject
 * drops that subject's copy, and a change of a role drops the roles and no subject. Nodes may share the copies of subjects;
 * the roles each node asks for itself, by one small statement per lease. Both are leases: a copy is dropped
 * when the node hears of a change, when everything is dropped on schedule, and at the latest when its time is over; if
 * it cannot be renewed because the store is down, the question ends in a {@code StoreException}.
 */
final class RoleCache implements RoleSource {
  /** Twice the subjects one node is expected to see within a lease. */
  private static final int SUBJECTS = 200_000;

  /** There is one; a cache that is less than half full need not keep count of who was used last. */
  private static final int GRAPHS = 16;

  private static final String ALL_ROLES = "";

  private final RoleSource stored;
  private final LeaseCache<Subject, HeldRoles> subjects;
  private final LeaseCache<String, RoleGraph> graphs;
  private final SharedCopies<HeldRoles> shared;
  private final Function<Subject, Aged<HeldRoles>> loadSubject;
  private final Function<String, RoleGraph> loadGraph;
  private final Duration bound;
  private final InstantSource clock;
  private final LongAdder refreshes = new LongAdder();
  private volatile @Nullable Instant graphLoadedAt;

  RoleCache(
      RoleSource stored,
      AccessPolicy policy,
      SecondLevel second,
      Invalidations invalidations,
      InstantSource clock) {
    this.stored = stored;
    this.bound = policy.cacheTtl();
    this.clock = clock;
    this.subjects = new LeaseCache<>(SUBJECTS, bound, clock);
    this.graphs = new LeaseCache<>(GRAPHS, bound, clock);
    this.shared = second.copies(new HeldRolesForm(), bound);
    this.loadSubject = this::sharedOrStored;
    this.loadGraph = unused -> timedGraph();
    invalidations.subscribe(this::onInvalidation, this::forgetAll);
  }

  @Override
  public HeldRoles of(Subject subject) {
    return subjects.getAged(subject, loadSubject);
  }

  private Aged<HeldRoles> sharedOrStored(Subject subject) {
    Invalidation end = new Invalidation(Invalidation.Kind.SUBJECT_ROLES, subject.toString());
    return shared.get(List.of(end), () -> stored.of(subject));
  }

  @Override
  public RoleGraph graph() {
    return graphs.get(ALL_ROLES, loadGraph);
  }

  private RoleGraph timedGraph() {
    Instant begun = clock.instant();
    RoleGraph graph = stored.graph();
    graphLoadedAt = begun;
    return graph;
  }

  /** Drops every copy and compiles the roles there are now; while the store is down it drops none before its time. */
  void refresh() {
    RoleGraph unused = stored.graph();
    forgetAll();
    refreshes.increment();
  }

  RoleCacheStatus status() {
    Instant loadedAt = graphLoadedAt;
    Optional<Duration> age = loadedAt == null
        ? Optional.empty()
        : Optional.of(Duration.between(loadedAt, clock.instant()));
    return new RoleCacheStatus(
        bound, age, subjects.oldest(), subjects.counts(), graphs.counts(), refreshes.sum());
  }

  private void onInvalidation(Invalidation invalidation) {
    if (invalidation.kind() == Invalidation.Kind.ROLES) {
      graphs.invalidate(ALL_ROLES);
    } else if (invalidation.kind() == Invalidation.Kind.SUBJECT_ROLES) {
      // Whoever the message names, in a form that only a newer node can read: better drop too much.
      Subject.parse(invalidation.id()).ifPresentOrElse(subjects::invalidate, this::forgetAll);
    }
  }

  private void forgetAll() {
    graphs.invalidateAll();
    subjects.invalidateAll();
  }
}
