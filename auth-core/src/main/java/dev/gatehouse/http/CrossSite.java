package dev.gatehouse.http;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Judges where a request comes from by what browsers say and pages cannot change: {@code Sec-Fetch-Site}, then
 * {@code Origin}.
 */
final class CrossSite {
  static final String VARY = "Origin, Sec-Fetch-Site";
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");
  private static final Set<String> OWN = Set.of("same-origin", "none");

  private final Origins origins;

  CrossSite(Origins origins) {
    this.origins = origins;
  }

  /** What the headers prove. */
  enum Verdict {
    /** A page of ours, of an origin we trust, or no page at all. */
    OWN,
    /** A page of somebody else. */
    FOREIGN,
    /** Nothing: no browser sends an unsafe request like that today. */
    UNKNOWN
  }

  /** Tells whether a method may change something. */
  static boolean isUnsafe(HttpRequest request) {
    return !SAFE.contains(request.method());
  }

  Verdict judge(HttpRequest request) {
    List<String> sites = request.headers("Sec-Fetch-Site");
    List<String> sources = request.headers("Origin");
    if (sites.size() > 1 || sources.size() > 1) {
      return Verdict.FOREIGN;
    }
    if (!sites.isEmpty() && OWN.contains(sites.get(0))) {
      return Verdict.OWN;
    }
    if (sites.isEmpty() && sources.isEmpty()) {
      return Verdict.UNKNOWN;
    }
    Optional<String> source = sources.stream().findFirst();
    return source.filter(origins::trusts).isPresent() ? Verdict.OWN : Verdict.FOREIGN;
  }
}
