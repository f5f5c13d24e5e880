package org.tidemark.jobs.feature;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;
import org.tidemark.streaming.feature.FoldRows;
import org.tidemark.streaming.feature.LiveFeatures;
import org.tidemark.streaming.feature.TickLimits;
import org.tidemark.streaming.source.TickFolder;

/**
 * The stateful operator of the live scorer over a folder of ticks, with its rows kept by batch as a
 * sink would that takes each batch once.
 */
final class FeatureStream {
  private final SparkSession spark;
  private final Path ticks;
  private final Path checkpoint;
  private final UnaryOperator<Dataset<Row>> operator;
  private final Map<Long, List<Row>> batches = new TreeMap<>();
  private final Map<Long, List<Row>> dying = new HashMap<>();
  private boolean dies;

  /**
   * @param saved states to begin with
   */
  FeatureStream(SparkSession spark, Path ticks, Path checkpoint, Dataset<Row> saved) {
    this(
        spark,
        ticks,
        checkpoint,
        in -> new LiveFeatures(Recorded.SET, TickLimits.standard()).of(in, saved));
  }

  /**
   * @param operator makes rows of {@link FoldRows} of raw ticks
   */
  FeatureStream(
      SparkSession spark, Path ticks, Path checkpoint, UnaryOperator<Dataset<Row>> operator) {
    this.spark = spark;
    this.ticks = ticks;
    this.checkpoint = checkpoint;
    this.operator = operator;
  }

  /** Features of one bar as they left the operator, and the bits of its closing price. */
  record Closed(long eventTimeNanos, long closeBits, int[] bits) {}

  /** Takes in all that is there. */
  void run(int filesPerBatch) throws StreamingQueryException {
    Dataset<Row> rows =
        operator.apply(TickFolder.at(ticks.toString()).withMaxFiles(filesPerBatch).open(spark));
    try {
      StreamingQuery query =
          rows.writeStream()
              .option("checkpointLocation", checkpoint.toUri().toString())
              .outputMode("append")
              .trigger(Trigger.AvailableNow())
              .foreachBatch((VoidFunction2<Dataset<Row>, Long>) this::take)
              .start();
      query.awaitTermination();
    } catch (TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  private void take(Dataset<Row> batch, long id) {
    List<Row> rows = batch.collectAsList();
    if (dies && !dying.containsKey(id)) {
      dying.put(id, rows);
      throw new IllegalStateException("killed after the write of batch " + id);
    }
    batches.put(id, rows);
  }

  /**
   * Takes in all that is there, and dies once in every batch after its rows were written and before
   * the commit log knows it.
   *
   * @return how often it died
   */
  int runKilled(int filesPerBatch) {
    dies = true;
    while (true) {
      try {
        run(filesPerBatch);
        return dying.size();
      } catch (StreamingQueryException e) {
        long last = dying.keySet().stream().max(Long::compare).orElseThrow(() -> failed(e));
        if (batches.containsKey(last) || Files.exists(checkpoint.resolve("commits/" + last))) {
          throw failed(e);
        }
      }
    }
  }

  private static IllegalStateException failed(StreamingQueryException e) {
    return new IllegalStateException("the query failed by itself", e);
  }

  int batches() {
    return batches.size();
  }

  /** Closed bars by instrument and offset; a bar that came twice fails. */
  Map<String, Closed> closed() {
    return closed(batches);
  }

  /** The same of what was written before each death. */
  Map<String, Closed> closedBeforeDeath() {
    return closed(dying);
  }

  private static Map<String, Closed> closed(Map<Long, List<Row>> batches) {
    Map<String, Closed> closed = new TreeMap<>();
    for (Row row : of(batches, FoldRows.BAR)) {
      ByteBuffer features = ByteBuffer.wrap(row.getAs("features"));
      int[] bits = new int[features.remaining() / Float.BYTES];
      features.asIntBuffer().get(bits);
      long close = Double.doubleToRawLongBits(row.getAs("close"));
      String key = row.getAs("instrument") + " " + row.getAs("offset");
      if (closed.put(key, new Closed(row.getAs("event_time_nanos"), close, bits)) != null) {
        throw new AssertionError("bar " + key + " came twice");
      }
    }
    return closed;
  }

  /** Ticks that were taken. */
  long valid() {
    return of(batches, FoldRows.COUNT).stream().mapToLong(row -> row.getAs("valid")).sum();
  }

  /** Reasons of ticks that were not. */
  List<String> refused() {
    return of(batches, FoldRows.DEAD).stream()
        .map(row -> row.getAs("instrument") + " " + row.getAs("reason"))
        .toList();
  }

  private static List<Row> of(Map<Long, List<Row>> batches, String kind) {
    List<Row> found = new ArrayList<>();
    batches
        .values()
        .forEach(rows -> rows.stream().filter(r -> kind.equals(r.get(0))).forEach(found::add));
    return found;
  }
}
