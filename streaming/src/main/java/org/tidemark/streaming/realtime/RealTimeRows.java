package org.tidemark.streaming.realtime;

import static org.apache.spark.sql.functions.col;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.TaskCompletionListener;
import org.tidemark.features.FeatureSet;
import org.tidemark.models.onnx.LoadGuard;
import org.tidemark.models.score.OnnxScorer;
import org.tidemark.models.score.ScorerCache;
import org.tidemark.streaming.feature.PartitionFold;
import org.tidemark.streaming.feature.TickLimits;
import org.tidemark.streaming.score.Arm;
import org.tidemark.streaming.score.Thresholds;
import org.tidemark.streaming.source.ArrivalTime;
import org.tidemark.streaming.source.TickSchema;

/**
 * Records of one partition in, records of the output topics out, inside the task that lives as long
 * as a turn. An output leaves before the next record is waited for.
 *
 * @param client options of the consumer that replays
 * @param folder of the query, as text
 */
record RealTimeRows(
    String query,
    String definition,
    String topic,
    String topicId,
    Map<Integer, Long> origins,
    FeatureSet set,
    TickLimits limits,
    Thresholds thresholds,
    String folder,
    String toTopic,
    String deadTopic,
    long snapshotEvery,
    Map<String, String> client,
    TickSchema schema)
    implements MapPartitionsFunction<Row, Row>, Serializable {
  private static final long serialVersionUID = 1L;

  /** What {@link #call} reads. */
  static Column[] input() {
    return new Column[] {
      col("partition"), col("offset"), ArrivalTime.nanos(col("timestamp")), col("value")
    };
  }

  /** Columns of Spark's Kafka sink. */
  static final StructType OUTPUT =
      new StructType()
          .add("topic", DataTypes.StringType, false)
          .add("key", DataTypes.StringType, true)
          .add("value", DataTypes.StringType, false)
          .add(
              "headers",
              DataTypes.createArrayType(
                  new StructType()
                      .add("key", DataTypes.StringType, false)
                      .add("value", DataTypes.BinaryType, false)),
              true);

  @Override
  public Iterator<Row> call(Iterator<Row> records) {
    Deque<Row> ready = new ArrayDeque<>();
    return new Iterator<>() {
      private Optional<Worker> worker = Optional.empty();

      @Override
      public boolean hasNext() {
        while (ready.isEmpty()) {
          if (!records.hasNext()) {
            worker.ifPresent(Worker::noMore);
            return false;
          }
          Row row = records.next();
          LogRecord record =
              new LogRecord(
                  row.getInt(0),
                  row.getLong(1),
                  row.getLong(2),
                  row.isNullAt(3) ? new byte[0] : row.getAs(3));
          if (worker.isEmpty()) {
            worker = Optional.of(new Worker(RealTimeRows.this, record.partition()));
          }
          worker.get().take(record, ready::add);
        }
        return true;
      }

      @Override
      public Row next() {
        if (!hasNext()) {
          throw new NoSuchElementException("the turn is over");
        }
        return ready.remove();
      }
    };
  }

  private PrefixFold<PartitionFold.Output> fold(PartitionFold fold) {
    return new PrefixFold<>() {
      @Override
      public void on(LogRecord record, Consumer<? super PartitionFold.Output> out) {
        fold.on(
            topic, record.partition(), record.offset(), record.arrivalNanos(), record.value(), out);
      }

      @Override
      public byte[] snapshot() {
        return fold.snapshot();
      }
    };
  }

  /** The features of this query as a fold over the log. */
  PrefixFold.Maker<PartitionFold.Output> folds() {
    return new PrefixFold.Maker<>() {
      @Override
      public PrefixFold<PartitionFold.Output> start() {
        return fold(PartitionFold.start(set, limits, schema));
      }

      @Override
      public PrefixFold<PartitionFold.Output> restore(byte[] snapshot) {
        return fold(PartitionFold.restore(set, limits, schema, snapshot));
      }
    };
  }

  /** One task at work: its state and the model it scores with. */
  private static final class Worker {
    private final RealTimeRows rows;
    private final PartitionTask<PartitionFold.Output> task;
    private final String setHash;
    private final ServingNote serving;
    private final OnnxScorer scorer;

    /** Who scored and why. Not in the line: a repeat of it may come for another reason. */
    private final Row[] because;

    private final float[] score = new float[1];
    private int bars;

    Worker(RealTimeRows rows, int partition) {
      this.rows = rows;
      this.setHash = rows.set().hash();
      Path folder = Path.of(rows.folder());
      this.serving = ServingNote.read(folder);
      ScorerCache.Lease lease =
          ScorerCache.shared()
              .acquire(serving.bytes(folder), new LoadGuard.Expected(serving.sha256(), setHash));
      TaskContext.get()
          .addTaskCompletionListener((TaskCompletionListener) context -> lease.close());
      this.scorer = lease.scorer();
      this.because =
          new Row[] {header("arm", Arm.CHAMPION.id()), header("reason", serving.reason())};
      Long origin = rows.origins().get(partition);
      if (origin == null) {
        throw new IllegalStateException(
            "topic "
                + rows.topic()
                + " got a partition "
                + partition
                + " while query "
                + rows.query()
                + " ran: instruments have moved; start under a new query name");
      }
      this.task =
          new PartitionTask<>(
              new StateKey(rows.query(), rows.definition(), rows.topicId(), partition, origin),
              new PartitionTask.Settings<>(
                  rows.folds(),
                  Executor.warm(),
                  Executor.snapshots(folder.resolve("states")),
                  () -> new KafkaPartitionLog(rows.topic(), partition, rows.client()),
                  rows.snapshotEvery(),
                  Executor.positions(Positions.in(folder)).of(partition)::lazySet));
    }

    void take(LogRecord record, Consumer<Row> out) {
      bars = 0;
      task.on(record, output -> out.accept(row(record, output)));
    }

    void noMore() {
      task.noMore();
    }

    private Row row(LogRecord at, PartitionFold.Output output) {
      if (output instanceof PartitionFold.Closed bar) {
        scorer.score(bar.values(), 1, score);
        return RowFactory.create(
            rows.toTopic(),
            bar.instrument(),
            OutputLine.scored(
                at,
                bars++,
                bar,
                score[0],
                rows.thresholds().decide(scorer.artifact().target(), score),
                serving,
                setHash),
            because);
      }
      PartitionFold.Dead dead = (PartitionFold.Dead) output;
      return RowFactory.create(
          rows.deadTopic(),
          dead.instrument().orElse(null),
          OutputLine.dead(rows.topic(), at, dead),
          null); // a column of the sink that is absent where there are none
    }

    private static Row header(String key, String value) {
      return RowFactory.create(key, value.getBytes(StandardCharsets.UTF_8));
    }
  }
}
