package org.tidemark.jobs.watch;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryListener;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.streaming.score.LiveScorer;

/**
 * Watches one scoring query: {@code /metrics} for Prometheus and {@code /health} for probers where
 * a port is given, and the times of its stages in {@code live.latency} always.
 */
public final class LiveWatch implements AutoCloseable {
  /** How long a query may say nothing and still be well: six of Spark's idle reports. */
  public static final Duration SILENCE = Duration.ofSeconds(60);

  private final TableStore store;
  private final ScorerMetrics metrics;
  private final Health health;
  private final LatencyLog latency;
  private final Listener listener = new Listener();
  private final Optional<WatchServer> server;
  private Optional<UUID> id = Optional.empty();

  private LiveWatch(TableStore store, String query, Optional<Integer> port, InstantSource clock) {
    this.store = store;
    store.ensure(Tables.LATENCY);
    this.metrics = new ScorerMetrics(query, clock);
    this.health = new Health(query, SILENCE, clock);
    health.askWhetherBusy(() -> true); // a start is long where a batch is done again in it
    this.latency = new LatencyLog(store, query);
    this.server = port.map(on -> new WatchServer(on, metrics.registry(), health::answer));
  }

  /**
   * Begins before the query does.
   *
   * @param port to answer on, on all interfaces; 0 takes a free one
   * @throws java.io.UncheckedIOException if the port is taken
   */
  public static LiveWatch of(
      TableStore store, String query, Optional<Integer> port, InstantSource clock) {
    return new LiveWatch(store, query, port, clock);
  }

  /** The port that is answered on, if any. */
  public Optional<Integer> port() {
    return server.map(WatchServer::port);
  }

  /** Takes each batch of the scorer. */
  public void batch(LiveScorer.Batch batch) {
    metrics.batch(batch);
    health.wrote(batch.id());
  }

  /** Follows a query from now on. */
  public void follow(StreamingQuery query) {
    id = Optional.of(query.id());
    health.alive();
    health.askWhetherBusy(() -> query.isActive() && query.status().isTriggerActive());
    store.spark().streams().addListener(listener);
  }

  /** Writes the times of stages that are not written yet. */
  public void flush() {
    latency.write();
  }

  /** Stops answering. */
  @Override
  public void close() {
    store.spark().streams().removeListener(listener);
    server.ifPresent(WatchServer::close);
  }

  private final class Listener extends StreamingQueryListener {
    @Override
    public void onQueryStarted(QueryStartedEvent event) {
      // The query was started before this listener was added.
    }

    @Override
    public void onQueryProgress(QueryProgressEvent event) {
      if (id.filter(event.progress().id()::equals).isPresent()) {
        health.alive();
        if (event.progress().numInputRows() > 0) {
          Map<String, Long> stages = event.progress().durationMs();
          metrics.stages(stages);
          metrics.queue(event.progress());
          latency.take(event.progress().batchId(), stages);
        }
      }
    }

    @Override
    public void onQueryIdle(QueryIdleEvent event) {
      if (id.filter(event.id()::equals).isPresent()) {
        health.alive();
      }
    }

    @Override
    public void onQueryTerminated(QueryTerminatedEvent event) {
      if (id.filter(event.id()::equals).isPresent()) {
        health.ended(event.exception().isDefined() ? "failed" : "ended");
      }
    }
  }
}
