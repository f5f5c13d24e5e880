package org.tidemark.jobs.watch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.tidemark.jobs.Json;

/**
 * Whether a scoring query is well: it runs, and Spark has said so within a limit. A query without
 * ticks is well; Spark reports it idle every ten seconds.
 */
final class Health {
  private final String query;
  private final Duration limit;
  private final InstantSource clock;
  private Instant heard;
  private Optional<String> end = Optional.empty();
  private long batch = -1;

  Health(String query, Duration limit, InstantSource clock) {
    this.query = query;
    this.limit = limit;
    this.clock = clock;
    this.heard = clock.instant();
  }

  /** The query got on, or is idle. */
  synchronized void alive() {
    heard = clock.instant();
  }

  /** The query wrote a batch. */
  synchronized void wrote(long id) {
    batch = id;
    alive();
  }

  /** The query is over. */
  synchronized void ended(String how) {
    end = Optional.of(how);
  }

  /**
   * What a prober is told.
   *
   * @param well 200 or 503
   * @param json one object
   */
  record Answer(boolean well, String json) {}

  synchronized Answer answer() {
    long silent = Duration.between(heard, clock.instant()).toSeconds();
    boolean late = silent > limit.toSeconds();
    String state =
        end.orElse(late ? "silent for longer than " + limit.toSeconds() + " s" : "running");
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("query", query);
    facts.put("status", end.isEmpty() && !late ? "ok" : "unhealthy");
    facts.put("state", state);
    facts.put("lastBatch", batch);
    facts.put("secondsSinceNews", silent);
    return new Answer(end.isEmpty() && !late, Json.line(facts));
  }
}
