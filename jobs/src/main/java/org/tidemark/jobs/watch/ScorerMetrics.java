package org.tidemark.jobs.watch;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.InstantSource;
import java.util.Map;
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
  private final Gauge lag;
  private final Gauge newest;
  private final Info champion;
  private final Histogram stages;

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
            .help("Bars that a model version served.")
            .constLabels(labels)
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
    scored.inc(batch.scored());
    champion.setLabelValues(batch.champion().orElse("none"));
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
    millis.forEach((stage, value) -> stages.labelValues(stage).observe(value / 1e3));
  }
}
