package org.tidemark.jobs.watch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.tidemark.jobs.Json;

/**
 * Whether a query is well: it runs, and has been heard of within a limit. A query without ticks is
 * well; Spark reports it idle every ten seconds. Within a batch Spark is silent: a query that is
 * busy with one is well for a longer while.
 */
public final class Health {
  /** How long one batch may take before the query counts as stuck. */
  public static final Duration STUCK = Duration.ofMinutes(30);

  private final String query;
  private final Duration limit;
  private final InstantSource clock;
  private Instant heard;
  private Optional<String> end = Optional.empty();
  private long batch = -1;
  private BooleanSupplier busy = () -> false;

  /**
   * @param limit how long it may be silent while it is not busy
   */
  public Health(String query, Duration limit, InstantSource clock) {
    this.query = query;
    this.limit = limit;
    this.clock = clock;
    this.heard = clock.instant();
  }

  /** The query got on, or is idle. */
  public synchronized void alive() {
    heard = clock.instant();
  }

  /** Whom to ask whether the query is in the midst of a batch. */
  synchronized void askWhetherBusy(BooleanSupplier whom) {
    busy = whom;
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
    boolean working = late && busy.getAsBoolean();
    boolean stuck = working && silent > STUCK.toSeconds();
    String silence = "silent for longer than " + limit.toSeconds() + " s";
    String state =
        end.orElse(
            stuck
                ? "busy with one batch for longer than " + STUCK.toSeconds() + " s"
                : working ? "busy" : late ? silence : "running");
    boolean well = end.isEmpty() && (!late || working && !stuck);
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("query", query);
    facts.put("status", well ? "ok" : "unhealthy");
    facts.put("state", state);
    facts.put("lastBatch", batch);
    facts.put("secondsSinceNews", silent);
    return new Answer(well, Json.line(facts));
  }
}
