package org.tidemark.models.score;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.tidemark.models.onnx.CheckedModel;
import org.tidemark.models.onnx.LoadGuard;
import org.tidemark.models.onnx.OnnxArtifact;

/**
 * The scorers of one JVM, one per file hash, shared by all task threads. A scorer nobody holds
 * stays open while it is among the {@code keep} last used, so that each micro-batch does not open
 * its model again; the others are closed as soon as their last lease ends.
 */
public final class ScorerCache {
  /** A champion, a challenger, specialists and shadows, each with the file that it follows on. */
  private static final int KEPT = 16;

  private static final ScorerCache SHARED = new ScorerCache(LoadGuard.standard(), KEPT);

  private final LoadGuard guard;
  private final int keep;
  private final Map<String, Entry> held = new HashMap<>();
  private final LinkedHashMap<String, Entry> idle = new LinkedHashMap<>();

  private long hits;
  private long misses;

  private static final class Entry {
    final OnnxScorer scorer;
    int leases;

    Entry(OnnxScorer scorer) {
      this.scorer = scorer;
    }
  }

  /** A cache that keeps {@code keep} unused scorers open. */
  public ScorerCache(LoadGuard guard, int keep) {
    if (keep < 0) {
      throw new IllegalArgumentException("keep = " + keep + " must be 0 or more");
    }
    this.guard = guard;
    this.keep = keep;
  }

  /** The cache of this JVM, with the standard guard; keeps 16 unused scorers open. */
  public static ScorerCache shared() {
    return SHARED;
  }

  /**
   * A lease on the scorer of a file; opens it, through the guard, when no other lease did. Close
   * the lease, never the scorer.
   */
  public synchronized Lease acquire(byte[] bytes, LoadGuard.Expected expected) {
    Optional<Entry> there = take(expected.sha256());
    if (there.isEmpty()) {
      return lease(open(guard.check(bytes, expected)));
    }
    OnnxArtifact artifact = there.get().scorer.artifact();
    if (!artifact.featureSetHash().equals(expected.featureSetHash())) {
      if (there.get().leases == 0) {
        idle.put(expected.sha256(), there.get());
      }
      guard.check(artifact.bytes(), expected);
    }
    hits++;
    return lease(there.get());
  }

  /** The same for a file that a guard has let through. */
  public synchronized Lease acquire(CheckedModel checked) {
    Optional<Entry> there = take(checked.artifact().sha256());
    there.ifPresent(any -> hits++);
    return lease(there.orElseGet(() -> open(checked)));
  }

  private Optional<Entry> take(String key) {
    return Optional.ofNullable(held.get(key)).or(() -> Optional.ofNullable(idle.remove(key)));
  }

  private Entry open(CheckedModel checked) {
    misses++;
    return new Entry(OnnxScorer.open(checked));
  }

  private Lease lease(Entry entry) {
    String key = entry.scorer.artifact().sha256();
    held.put(key, entry);
    entry.leases++;
    return new Lease(this, key, entry.scorer);
  }

  /** Scorers that are open now, held or kept. */
  public synchronized int open() {
    return held.size() + idle.size();
  }

  /** How often {@link #acquire} found a scorer open. */
  public synchronized long hits() {
    return hits;
  }

  /** How often {@link #acquire} had to open a file that the guard let pass. */
  public synchronized long misses() {
    return misses;
  }

  private synchronized void release(String key) {
    Entry entry = held.get(key);
    entry.leases--;
    if (entry.leases > 0) {
      return;
    }
    held.remove(key);
    idle.put(key, entry);
    while (idle.size() > keep) {
      String oldest = idle.keySet().iterator().next();
      idle.remove(oldest).scorer.close();
    }
  }

  /** The right to score until it is closed; of one thread. */
  public static final class Lease implements AutoCloseable {
    private final ScorerCache cache;
    private final String key;
    private final OnnxScorer scorer;
    private boolean closed;

    private Lease(ScorerCache cache, String key, OnnxScorer scorer) {
      this.cache = cache;
      this.key = key;
      this.scorer = scorer;
    }

    /** The shared scorer. */
    public OnnxScorer scorer() {
      if (closed) {
        throw new IllegalStateException("the lease on model " + key + " has ended");
      }
      return scorer;
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        cache.release(key);
      }
    }
  }
}
