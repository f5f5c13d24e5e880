package org.tidemark.jobs.compare;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tidemark.jobs.serve.Scorer;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.EventRows;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.compare.ArmCell;

/**
 * What two versions scored live, beside the labels of the same bars.
 *
 * @param a bars of arm A: instrument, event_time_nanos, score, class_scores
 * @param b bars of arm B
 * @param labels of these bars: instrument, event_time_nanos, span_end_nanos, label
 * @param design how the arms are held against each other
 * @param classes that the labels have, 2 or more
 */
record ArmScores(Dataset<Row> a, Dataset<Row> b, Dataset<Row> labels, Design design, int classes) {
  private static final String[] BAR = {"instrument", "event_time_nanos"};
  private static final String TIME = "event_time_nanos";

  /** How the arms are held against each other. */
  enum Design {
    /** Both scored each bar: the bars of either arm are the same. */
    SAME_BARS("same-bars"),
    /** No bar was scored by both: bars of the same stretches of time are compared. */
    SAME_TIME("same-time");

    private final String id;

    Design(String id) {
      this.id = id;
    }

    String id() {
      return id;
    }
  }

  /** Reads the scores that a question is about. */
  static ArmScores of(
      TableStore store, Question question, ServedVersion versionA, ServedVersion versionB) {
    Dataset<Row> a = scored(store, question, versionA.scorer());
    Dataset<Row> b = scored(store, question, versionB.scorer());
    Dataset<Row> labels =
        store
            .read(Tables.LABELS)
            .where(col("label_set").equalTo(versionA.labelSet()))
            .select("instrument", TIME, "span_end_nanos", "label");
    Dataset<Row> both = a.join(b.select("instrument", TIME), BAR, "left_semi");
    return both.isEmpty()
        ? new ArmScores(a, b, labels, Design.SAME_TIME, versionA.classes())
        : new ArmScores(
            both,
            b.join(a.select("instrument", TIME), BAR, "left_semi"),
            labels,
            Design.SAME_BARS,
            versionA.classes());
  }

  private static Dataset<Row> scored(TableStore store, Question question, Scorer scorer) {
    Dataset<Row> rows =
        store
            .read(Tables.SCORES)
            .where(
                scorer
                    .mine()
                    .and(col(TIME).geq(question.fromNanos().orElse(Long.MIN_VALUE)))
                    .and(col(TIME).lt(question.toNanos().orElse(Long.MAX_VALUE))))
            .groupBy("instrument", TIME)
            // Two queries may have scored the same bar with the same version.
            .agg(min(struct("score", "class_scores")).as("scored"))
            .select("instrument", TIME, "scored.*");
    if (rows.isEmpty()) {
      throw new IllegalArgumentException(
          "version '"
              + scorer.version()
              + "' has no row of its file in live.scores in the time asked for; 'tidemark score'"
              + " fills it while the version is champion");
    }
    return rows;
  }

  /** The first instant from which both arms have scores. */
  long begin() {
    return Math.max(first(a), first(b));
  }

  private static long first(Dataset<Row> rows) {
    return rows.selectExpr("min(" + TIME + ")").head().getLong(0);
  }

  /** Bars of both arms from an instant on whose label is not known. */
  long waiting(long fromNanos) {
    return waiting(a, fromNanos) + waiting(b, fromNanos);
  }

  private long waiting(Dataset<Row> arm, long fromNanos) {
    return arm.where(col(TIME).geq(fromNanos)).join(labels, BAR, "left_anti").count();
  }

  /**
   * The stretches in which both arms scored and whose labels are all known, in order of time.
   *
   * @param fromNanos start of the first
   * @param toNanos no stretch ends later
   * @param cell length of one: the longest label
   */
  List<ArmCell> cells(long fromNanos, long toNanos, Duration cell) {
    long length = cell.toNanos();
    Row known = labels.selectExpr("max(span_end_nanos)").head();
    if (known.isNullAt(0)) {
      return List.of();
    }
    // A label is found early where a barrier is met early: a stretch counts once the last of its
    // bars must have one, or the first looks would see the fast ones alone.
    return losses(a, "a", fromNanos, length)
        .join(losses(b, "b", fromNanos, length), "cell")
        .where(col("cell").multiply(length).plus(fromNanos + 2 * length).leq(known.getLong(0)))
        .where(col("cell").multiply(length).leq(lit(toNanos).minus(fromNanos + length)))
        .orderBy("cell")
        .selectExpr(
            "cell",
            "cast(sum_a as double) / rows_a",
            "cast(sum_b as double) / rows_b",
            "rows_a",
            "rows_b")
        .collectAsList()
        .stream()
        .map(
            r ->
                new ArmCell(
                    fromNanos + r.getLong(0) * length,
                    r.getDouble(1),
                    r.getDouble(2),
                    r.getLong(3),
                    r.getLong(4)))
        .toList();
  }

  /**
   * Brier loss of an arm in each stretch: half the squared errors of all classes, which of two is
   * the squared error of one. Decimals, since sums of doubles hang on their order.
   */
  private Dataset<Row> losses(Dataset<Row> arm, String name, long fromNanos, long length) {
    return arm.where(col(TIME).geq(fromNanos))
        .join(labels, BAR)
        .selectExpr(
            "(%s - (%dL)) div %dL as cell".formatted(TIME, fromNanos, length), loss() + " as loss")
        .groupBy("cell")
        .agg(
            expr("sum(cast(loss as decimal(18, 15)))").as("sum_" + name),
            count("*").as("rows_" + name));
  }

  private String loss() {
    if (classes == 2) {
      return "power(cast(score as double) - cast(label as double), 2)";
    }
    return IntStream.range(0, classes)
        .mapToObj(
            k ->
                "power(cast(class_scores[%d] as double) - if(cast(label as int) = %d, 1, 0), 2)"
                    .formatted(k, k))
        .collect(Collectors.joining(" + ", "(", ") / 2"));
  }

  /** Whether the arms have scores in one stretch at least, labelled or not. */
  boolean meet(long fromNanos, Duration cell) {
    String number = "(%s - (%dL)) div %dL as cell".formatted(TIME, fromNanos, cell.toNanos());
    return !a.where(col(TIME).geq(fromNanos))
        .selectExpr(number)
        .join(b.where(col(TIME).geq(fromNanos)).selectExpr(number), "cell")
        .isEmpty();
  }

  /** When each arm scored, for an error. */
  String extents(Question question) {
    return "'%s' scored from %s to %s, '%s' from %s to %s"
        .formatted(
            question.a(),
            time(a, "min"),
            time(a, "max"),
            question.b(),
            time(b, "min"),
            time(b, "max"));
  }

  private static Instant time(Dataset<Row> rows, String end) {
    return EventRows.timestamp(rows.selectExpr(end + "(" + TIME + ")").head().getLong(0))
        .toInstant();
  }
}
