package org.tidemark.benchmarks.job;

import static org.apache.spark.sql.functions.col;

import java.nio.file.Path;
import java.time.Duration;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.Trigger;
import org.tidemark.features.FeatureSet;
import org.tidemark.streaming.feature.FoldRows;
import org.tidemark.streaming.feature.LiveFeatures;
import org.tidemark.streaming.feature.SavedStates;
import org.tidemark.streaming.feature.TickLimits;
import org.tidemark.streaming.source.CheckpointFiles;
import org.tidemark.streaming.source.TickFolder;

/** The stateful operator of the live scorer over the tick files, its rows kept in a Delta table. */
final class ParityStream {
  /** The longest hole of the record is of 61 days; no tick of it may be doubted. */
  private static final TickLimits LIMITS =
      new TickLimits(Duration.ofMinutes(1), Duration.ofDays(90), 3);

  private final SparkSession spark;
  private final FeatureSet set;
  private final Path ticks;
  private final Path folder;

  /**
   * @param folder receives the checkpoint and the table
   */
  ParityStream(SparkSession spark, FeatureSet set, Path ticks, Path folder) {
    this.spark = spark;
    this.set = set;
    this.ticks = ticks;
    this.folder = folder;
  }

  /** Takes in all files that are there, going on where an earlier call stopped. */
  void run(int filesPerBatch) throws Exception {
    run(filesPerBatch, () -> {});
  }

  /**
   * The same.
   *
   * @param firstBatch called once, when the first batch of this call has been written
   */
  void run(int filesPerBatch, Runnable firstBatch) throws Exception {
    boolean[] called = new boolean[1];
    String checkpoint = folder.resolve("checkpoint").toUri().toString();
    CheckpointFiles.choose(spark, checkpoint);
    new LiveFeatures(set, LIMITS)
        .of(
            TickFolder.at(ticks.toString()).withMaxFiles(filesPerBatch).open(spark),
            SavedStates.none(spark))
        .writeStream()
        .option("checkpointLocation", checkpoint)
        .outputMode("append")
        .trigger(Trigger.AvailableNow())
        .foreachBatch(
            (VoidFunction2<Dataset<Row>, Long>)
                (batch, id) -> {
                  take(batch, id);
                  if (!called[0]) {
                    called[0] = true;
                    firstBatch.run();
                  }
                })
        .start()
        .awaitTermination();
  }

  private void take(Dataset<Row> batch, long id) {
    batch
        .write()
        .format("delta")
        .mode("append")
        .option("txnAppId", "parity")
        .option("txnVersion", id)
        .save(table());
    System.out.println("batch " + id);
  }

  /** Bars that left the operator. */
  Dataset<Row> rows() {
    return stored(FoldRows.BAR)
        .select("instrument", "offset", "event_time_nanos", "close", "features");
  }

  /** Number of ticks that the operator refused. */
  long refused() {
    return stored(FoldRows.DEAD).count();
  }

  private Dataset<Row> stored(String kind) {
    return spark.read().format("delta").load(table()).where(col("kind").equalTo(kind));
  }

  private String table() {
    return folder.resolve("rows").toString();
  }
}
