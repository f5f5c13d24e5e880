package org.tidemark.jobs.watch;

import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Labels;
import java.time.Instant;
import java.util.Map;

/** What the monitor of one query found last, for Prometheus. */
public final class MonitorMetrics {
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Labels labels;
  private final Gauge psi;
  private final Gauge quality;
  private final Gauge model;
  private final Gauge open;
  private final Gauge waiting;
  private final Gauge dead;
  private final Gauge looked;

  /**
   * Of a query.
   *
   * @param query its name, a label of every figure
   */
  public MonitorMetrics(String query) {
    labels = Labels.of("query", query);
    psi =
        gauge(
            "tidemark_drift_psi",
            "Population stability index of the newest window, by model version and column; score"
                + " is that of the scores.",
            "model_version",
            "feature");
    quality =
        gauge(
            "tidemark_live_quality",
            "Metric of live scores whose label is known, over 30 days.",
            "model_version",
            "metric");
    model =
        gauge("tidemark_model_seconds", "99th percentile of one row through the champion's file.");
    open = gauge("tidemark_alerts_open", "Alerts of the monitor that stand.");
    waiting = gauge("tidemark_alerts_waiting", "Events that a sink has not taken yet.");
    dead =
        gauge(
            "tidemark_dead_letters",
            "Rows of live.dead_letters, of all queries of the lake, by reason.",
            "reason");
    looked = gauge("tidemark_look_timestamp_seconds", "When the last look was done.");
  }

  private Gauge gauge(String name, String help, String... names) {
    return Gauge.builder()
        .name(name)
        .help(help)
        .labelNames(names)
        .constLabels(labels)
        .register(registry);
  }

  /** All figures. */
  PrometheusRegistry registry() {
    return registry;
  }

  /** Drift by version, then column. */
  public void drift(Map<String, Map<String, Double>> values) {
    set(psi, values);
  }

  /** Quality by version, then metric. */
  public void quality(Map<String, Map<String, Double>> values) {
    set(quality, values);
  }

  private static void set(Gauge gauge, Map<String, Map<String, Double>> values) {
    gauge.clear();
    values.forEach(
        (version, inner) -> inner.forEach((name, v) -> gauge.labelValues(version, name).set(v)));
  }

  /** Dead letters by reason. */
  public void deadLetters(Map<String, Long> counts) {
    dead.clear();
    counts.forEach((reason, count) -> dead.labelValues(reason).set(count));
  }

  /**
   * A look is done.
   *
   * @param modelMillis of one row; NaN where unknown
   */
  public void looked(Instant now, int openAlerts, long waitingEvents, double modelMillis) {
    open.set(openAlerts);
    waiting.set(waitingEvents);
    model.set(modelMillis / 1e3);
    looked.set(now.toEpochMilli() / 1e3);
  }
}
