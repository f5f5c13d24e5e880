package org.tidemark.jobs.watch;

import com.fasterxml.jackson.databind.JsonNode;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.core.metrics.Summary;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.streaming.SourceProgress;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.tidemark.jobs.Json;
import org.tidemark.models.score.ScorerCache;
import org.tidemark.streaming.score.LiveScorer;

/**
 * Figures of one scoring query for Prometheus. Counters begin at 0 with the process; {@code
 * live.progress} has those over all restarts.
 */
public final class ScorerMetrics {
  private static final double[] BUCKETS = {
    0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60
  };

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final InstantSource clock;
  private final Counter batches;
  private final Counter ticks;
  private final Counter bars;
  private final Counter scored;
  private final Summary batchBars;
  private final Gauge lag;
  private final Gauge newest;
  private final Info champion;
  private final Histogram stages;
  private final Summary percentiles;
  private final Gauge queue;
  private final Gauge since;
  private final Counter changes;
  private Optional<String> serving = Optional.empty();

  /**
   * Of a query.
   *
   * @param query its name, a label of every figure
   * @param clock that the newest event is held against
   */
  public ScorerMetrics(String query, InstantSource clock) {
    this.clock = clock;
    var labels = io.prometheus.metrics.model.snapshots.Labels.of("query", query);
    batches =
        Counter.builder()
            .name("tidemark_batches_total")
            .help("Micro-batches written.")
            .constLabels(labels)
            .register(registry);
    ticks =
        Counter.builder()
            .name("tidemark_ticks_total")
            .help("Ticks read, by what became of them: valid or dead.")
            .labelNames("outcome")
            .constLabels(labels)
            .register(registry);
    bars =
        Counter.builder()
            .name("tidemark_bars_total")
            .help("Bars closed.")
            .constLabels(labels)
            .register(registry);
    scored =
        Counter.builder()
            .name("tidemark_scored_total")
            .help("Bars that a version or the rule of last resort served.")
            .constLabels(labels)
            .register(registry);
    batchBars =
        Summary.builder()
            .name("tidemark_batch_bars")
            .help("Bars of a micro-batch, scored one call each; percentiles over five minutes.")
            .quantile(0.5)
            .quantile(0.99)
            .constLabels(labels)
            .register(registry);
    CounterWithCallback.builder()
        .name("tidemark_session_leases_total")
        .help("Model sessions asked for in this process: a hit was open, a miss was opened.")
        .labelNames("outcome")
        .constLabels(labels)
        .callback(
            callback -> {
              callback.call(ScorerCache.shared().hits(), "hit");
              callback.call(ScorerCache.shared().misses(), "miss");
            })
        .register(registry);
    newest =
        Gauge.builder()
            .name("tidemark_newest_event_timestamp_seconds")
            .help("Latest event time of a tick or bar in the last batch that had any.")
            .constLabels(labels)
            .register(registry);
    lag =
        Gauge.builder()
            .name("tidemark_event_lag_seconds")
            .help("Clock less that event time, when the batch was written.")
            .constLabels(labels)
            .register(registry);
    champion =
        Info.builder()
            .name("tidemark_champion_info")
            .help("Version that served the last batch; none where there was none.")
            .labelNames("version")
            .constLabels(labels)
            .register(registry);
    stages =
        Histogram.builder()
            .name("tidemark_stage_seconds")
            .help("Time of a stage of a micro-batch, as Spark reports it; triggerExecution is all.")
            .classicOnly()
            .classicUpperBounds(BUCKETS)
            .labelNames("stage")
            .constLabels(labels)
            .register(registry);
    percentiles =
        Summary.builder()
            .name("tidemark_stage_percentile_seconds")
            .help("The same times as percentiles over five minutes.")
            .quantile(0.5)
            .quantile(0.99)
            .labelNames("stage")
            .constLabels(labels)
            .register(registry);
    queue =
        Gauge.builder()
            .name("tidemark_queue_depth")
            .help("Messages of the topic that the last batch left; only of a Kafka topic.")
            .constLabels(labels)
            .labelNames("source")
            .register(registry);
    since =
        Gauge.builder()
            .name("tidemark_champion_since_timestamp_seconds")
            .help("When this process first wrote a batch that the version served.")
            .labelNames("version")
            .constLabels(labels)
            .register(registry);
    changes =
        Counter.builder()
            .name("tidemark_champion_changes_total")
            .help("How often another version served than the batch before.")
            .constLabels(labels)
            .register(registry);
    ticks.labelValues("valid");
    ticks.labelValues("dead");
  }

  /** All figures. */
  PrometheusRegistry registry() {
    return registry;
  }

  /** Takes a batch that was written. */
  public void batch(LiveScorer.Batch batch) {
    batches.inc();
    ticks.labelValues("valid").inc(batch.valid());
    ticks.labelValues("dead").inc(batch.dead());
    bars.inc(batch.bars());
    batchBars.observe(batch.bars());
    scored.inc(batch.scored());
    String version = batch.champion().orElse("none");
    champion.setLabelValues(version);
    if (serving.filter(version::equals).isEmpty()) {
      if (serving.isPresent()) {
        changes.inc();
      }
      since.clear();
      since.labelValues(version).set(clock.instant().toEpochMilli() / 1e3);
      serving = Optional.of(version);
    }
    batch
        .newestEventNanos()
        .ifPresent(
            nanos -> {
              double seconds = nanos / 1e9;
              newest.set(seconds);
              lag.set(clock.instant().toEpochMilli() / 1e3 - seconds);
            });
  }

  /** Takes the times of a batch's stages. */
  void stages(Map<String, Long> millis) {
    millis.forEach(
        (stage, value) -> {
          stages.labelValues(stage).observe(value / 1e3);
          percentiles.labelValues(stage).observe(value / 1e3);
        });
  }

  /** Takes what a batch left in its topic. */
  void queue(StreamingQueryProgress progress) {
    for (SourceProgress source : progress.sources()) {
      behind(source.latestOffset(), source.endOffset())
          .ifPresent(n -> queue.labelValues(source.description()).set(n));
    }
  }

  /**
   * Sum over topics and partitions of what is between two offsets as Spark's Kafka source writes
   * them, {@code {"topic":{"0":17}}}; empty for another source.
   */
  static OptionalLong behind(String latest, String end) {
    if (latest == null || end == null) {
      return OptionalLong.empty();
    }
    JsonNode to = Json.tree(latest.getBytes(StandardCharsets.UTF_8));
    JsonNode from = Json.tree(end.getBytes(StandardCharsets.UTF_8));
    long sum = 0;
    boolean kafka = false;
    for (var topic : to.properties()) {
      for (var partition : topic.getValue().properties()) {
        kafka = true;
        long reached = from.path(topic.getKey()).path(partition.getKey()).asLong(0);
        sum += Math.max(0, partition.getValue().asLong() - reached);
      }
    }
    return kafka ? OptionalLong.of(sum) : OptionalLong.empty();
  }
}
