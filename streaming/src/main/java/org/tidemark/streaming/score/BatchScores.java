package org.tidemark.streaming.score;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.tidemark.features.regime.MarketRegime;
import org.tidemark.models.onnx.OnnxArtifact;

/** Scores the bars of micro-batches: sends the files that it takes to the executors, once each. */
final class BatchScores {
  private static final int NO_COLUMN = -1;

  private final SparkSession spark;
  private final ScorerSettings settings;
  private final Function<ModelVersion, OnnxArtifact> files;
  private Map<String, Broadcast<byte[]>> sent = Map.of();

  /**
   * @param files the checked file of a version of the batch at hand
   */
  BatchScores(
      SparkSession spark, ScorerSettings settings, Function<ModelVersion, OnnxArtifact> files) {
    this.spark = spark;
    this.settings = settings;
    this.files = files;
  }

  /** Who scores the bars of a batch. */
  BarScores of(LineUp lineUp) {
    if (lineUp.serving().isEmpty()) {
      return new BarScores.Nobody();
    }
    return lineUp.rule().<BarScores>map(this::byRule).orElseGet(() -> byModels(lineUp));
  }

  /**
   * Who scores each tick on its unfinished bar: the champion alone. Who serves a bar is drawn by
   * its last offset, which an unfinished one does not have yet, and shadows are judged by bars.
   */
  BarScores ofTicks(LineUp lineUp) {
    if (lineUp.champion().isEmpty()) {
      return new BarScores.Nobody();
    }
    send(lineUp);
    return new ScoreRows(
        List.of(sent(lineUp.champion().get(), Arm.CHAMPION)),
        List.of(),
        new Routes(NO_COLUMN, List.of(), 1, TrafficSplit.NONE),
        settings.set().hash(),
        settings.set().width(),
        settings.thresholds());
  }

  private RuleRows byRule(LineUp.Rule rule) {
    LastResort resort = LastResort.ofVersion(rule.version()).orElseThrow();
    return new RuleRows(
        settings.model(),
        rule.version(),
        rule.reason(),
        resort.over(settings.set().outputNames()),
        settings.thresholds());
  }

  private ScoreRows byModels(LineUp lineUp) {
    send(lineUp);
    List<ScoreRows.Sent> served = new ArrayList<>();
    served.add(sent(lineUp.champion().orElseThrow(), Arm.CHAMPION));
    lineUp.challenger().ifPresent(c -> served.add(sent(c.version(), Arm.CHALLENGER)));
    int first = served.size();
    lineUp.specialists().forEach(s -> served.add(sent(s.version(), Arm.SPECIALIST)));
    Routes routes =
        new Routes(
            lineUp.specialists().isEmpty()
                ? NO_COLUMN
                : MarketRegime.place(settings.set().name(), settings.set().outputNames()),
            lineUp.specialists().stream().map(LineUp.Specialist::regimes).toList(),
            first,
            lineUp
                .challenger()
                .map(c -> new TrafficSplit(c.share(), c.version().version()))
                .orElse(TrafficSplit.NONE));
    return new ScoreRows(
        served,
        lineUp.shadows().stream().map(version -> sent(version, Arm.SHADOW)).toList(),
        routes,
        settings.set().hash(),
        settings.set().width(),
        settings.thresholds());
  }

  private ScoreRows.Sent sent(ModelVersion version, Arm arm) {
    return new ScoreRows.Sent(version, arm, sent.get(version.sha256()));
  }

  /** Sends the files that executors lack and frees those that nobody scores with any more. */
  private void send(LineUp lineUp) {
    Map<String, Broadcast<byte[]>> now = new HashMap<>();
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    for (ModelVersion version : lineUp.all()) {
      Broadcast<byte[]> there = sent.get(version.sha256());
      now.computeIfAbsent(
          version.sha256(),
          sha256 -> there != null ? there : context.broadcast(files.apply(version).bytes()));
    }
    sent.forEach(
        (sha256, file) -> {
          if (!now.containsKey(sha256)) {
            file.destroy();
          }
        });
    sent = now;
  }
}
