package org.tidemark.jobs.watch;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.core.metrics.Summary;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Labels;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.tidemark.streaming.realtime.Standing;

/**
 * Watches one real-time query: {@code /metrics} for Prometheus and {@code /health} for probers
 * where a port is given. Well is a query that is looked at and of which no partition stands still
 * while records wait; between the ends of its turns, Spark itself says nothing.
 */
public final class RealTimeWatch implements AutoCloseable {
  private static final double[] BUCKETS = {
    0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 10, 60
  };

  private final String topic;
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Gauge queue;
  private final Gauge position;
  private final Gauge stalled;
  private final Counter turns;
  private final Counter records;
  private final Info champion;
  private final Histogram latency;
  private final Summary percentiles;
  private final Health health;
  private final Optional<WatchServer> server;
  private long turnsSeen;
  private long recordsSeen;

  /**
   * Answers from now on.
   *
   * @param topic that the query reads, a label of its queue
   * @param port on all interfaces; 0 takes a free one
   * @throws java.io.UncheckedIOException if the port is taken
   */
  public RealTimeWatch(String query, String topic, Optional<Integer> port, InstantSource clock) {
    this.topic = topic;
    Labels labels = Labels.of("query", query);
    queue =
        Gauge.builder()
            .name("tidemark_queue_depth")
            .help("Messages of the topic that no task has taken yet.")
            .constLabels(labels)
            .labelNames("source")
            .register(registry);
    position =
        Gauge.builder()
            .name("tidemark_realtime_position")
            .help(
                "Offset of the next record that a partition's task takes, as of the last seconds.")
            .constLabels(labels)
            .labelNames("partition")
            .register(registry);
    stalled =
        Gauge.builder()
            .name("tidemark_realtime_stalled")
            .help("Partitions that have stood still for a minute while records wait.")
            .constLabels(labels)
            .register(registry);
    turns =
        Counter.builder()
            .name("tidemark_realtime_turns_total")
            .help("Turns that have ended.")
            .constLabels(labels)
            .register(registry);
    records =
        Counter.builder()
            .name("tidemark_realtime_records_total")
            .help("Records read in them.")
            .constLabels(labels)
            .register(registry);
    champion =
        Info.builder()
            .name("tidemark_champion_info")
            .help("Version that serves from the next turn on.")
            .labelNames("version")
            .constLabels(labels)
            .register(registry);
    latency =
        Histogram.builder()
            .name("tidemark_realtime_latency_seconds")
            .help(
                "From a tick's record to its score's, by the timestamps of both; some scores of"
                    + " each look.")
            .classicOnly()
            .classicUpperBounds(BUCKETS)
            .constLabels(labels)
            .register(registry);
    percentiles =
        Summary.builder()
            .name("tidemark_realtime_latency_percentile_seconds")
            .help("The same times as percentiles over five minutes.")
            .quantile(0.5)
            .quantile(0.99)
            .constLabels(labels)
            .register(registry);
    health = new Health(query, LiveWatch.SILENCE, clock);
    server = port.map(on -> new WatchServer(on, registry, health::answer));
  }

  /** The port that is answered on, if any. */
  public Optional<Integer> port() {
    return server.map(WatchServer::port);
  }

  /** All figures. */
  PrometheusRegistry registry() {
    return registry;
  }

  /** What a prober is told. */
  Health.Answer answer() {
    return health.answer();
  }

  /** Takes how the query stands. */
  public void look(Standing standing) {
    queue.labelValues(topic).set(standing.waiting());
    standing.next().forEach((partition, at) -> position.labelValues("" + partition).set(at));
    stalled.set(standing.stalled().size());
    turns.inc(standing.turns() - turnsSeen);
    turnsSeen = standing.turns();
    records.inc(standing.records() - recordsSeen);
    recordsSeen = standing.records();
    champion.setLabelValues(standing.version());
    for (Duration taken : standing.latencies()) {
      latency.observe(taken.toMillis() / 1e3);
      percentiles.observe(taken.toMillis() / 1e3);
    }
    if (standing.stalled().isEmpty()) {
      health.alive(); // else it falls silent, which is what a prober is to see
    }
  }

  /** The query is over. */
  public void ended() {
    health.ended("ended");
  }

  @Override
  public void close() {
    server.ifPresent(WatchServer::close);
  }
}
