package org.tidemark.streaming.score;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.tidemark.streaming.feature.FoldRows;

/** The scores of micro-batches; keeps on the executors the files of those who score. */
final class BatchScores {
  private final SparkSession spark;
  private final ScorerSettings settings;
  private final LineUps lineUps;
  private Map<String, Broadcast<byte[]>> sent = Map.of();

  BatchScores(SparkSession spark, ScorerSettings settings, LineUps lineUps) {
    this.spark = spark;
    this.settings = settings;
    this.lineUps = lineUps;
  }

  /** Of each closed bar: by who serves it, and by each shadow. */
  Dataset<Row> ofBars(Dataset<Row> rows, LineUp lineUp) {
    send(lineUp);
    List<ScoreRows.Sent> served = new ArrayList<>();
    served.add(champion(lineUp));
    lineUp.challenger().ifPresent(c -> served.add(sent(c.version(), Arm.CHALLENGER)));
    return scored(
        rows,
        FoldRows.BAR,
        served,
        lineUp.shadows().stream().map(version -> sent(version, Arm.SHADOW)).toList(),
        lineUp
            .challenger()
            .map(c -> new TrafficSplit(c.share(), c.version().version()))
            .orElse(TrafficSplit.NONE));
  }

  /**
   * Of each tick on its unfinished bar: by the champion alone. Who serves a bar is drawn by its
   * last offset, which an unfinished one does not have yet, and shadows are judged by bars.
   */
  Dataset<Row> ofTicks(Dataset<Row> rows, LineUp lineUp) {
    send(lineUp);
    return scored(
        rows, FoldRows.PROVISIONAL, List.of(champion(lineUp)), List.of(), TrafficSplit.NONE);
  }

  private Dataset<Row> scored(
      Dataset<Row> rows,
      String kind,
      List<ScoreRows.Sent> served,
      List<ScoreRows.Sent> shadows,
      TrafficSplit split) {
    ScoreRows score =
        new ScoreRows(
            served,
            shadows,
            split,
            settings.set().hash(),
            settings.set().width(),
            settings.thresholds());
    return rows.where(col("kind").equalTo(kind))
        .selectExpr(ScoreRows.INPUT)
        .mapPartitions(score, Encoders.row(ScoreRows.OUTPUT));
  }

  private ScoreRows.Sent champion(LineUp lineUp) {
    return sent(lineUp.champion().orElseThrow(), Arm.CHAMPION);
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
          sha256 -> there != null ? there : context.broadcast(lineUps.file(version).bytes()));
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
