package org.tidemark.jobs.report.fill;

import static org.apache.spark.sql.functions.col;
import static org.tidemark.jobs.report.fill.LakeReader.instant;
import static org.tidemark.jobs.report.fill.LakeReader.number;
import static org.tidemark.jobs.report.fill.LakeReader.text;
import static org.tidemark.jobs.report.fill.LakeReader.whole;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.tidemark.features.label.Labeler;
import org.tidemark.jobs.report.Estimate;
import org.tidemark.jobs.report.Fold;
import org.tidemark.jobs.report.MetricValue;
import org.tidemark.lakehouse.Tables;

/** Reads the folds of a run and what was measured on them. */
final class FoldReader {
  private final LakeReader lake;

  FoldReader(LakeReader lake) {
    this.lake = lake;
  }

  List<Fold> folds() {
    long horizon = Labeler.parse(lake.args().config().text("label")).horizon().toNanos();
    return lake.mine(Tables.FOLDS).orderBy("fold").collectAsList().stream()
        .map(r -> fold(r, horizon))
        .toList();
  }

  private static Fold fold(Row r, long horizon) {
    long trainFrom = whole(r, "train_from_nanos");
    long trainTo = whole(r, "train_to_nanos");
    long testFrom = whole(r, "test_from_nanos");
    // A label that begins in the last horizon of the window ends after it.
    long purgeFrom = Math.max(trainFrom, trainTo - horizon);
    List<Fold.Span> spans = new ArrayList<>();
    add(spans, Fold.Use.TRAIN, trainFrom, purgeFrom);
    add(spans, Fold.Use.PURGE, purgeFrom, trainTo);
    add(spans, Fold.Use.EMBARGO, trainTo, testFrom);
    add(spans, Fold.Use.TEST, testFrom, whole(r, "test_to_nanos"));
    return new Fold(
        r.<Integer>getAs("fold"),
        spans,
        whole(r, "rows_trained"),
        whole(r, "rows_purged"),
        whole(r, "rows_tested"));
  }

  private static void add(List<Fold.Span> spans, Fold.Use use, long from, long to) {
    if (to > from) {
      spans.add(new Fold.Span(use, instant(from), instant(to)));
    }
  }

  /** Learners of the run, best first. */
  List<String> ranking() {
    return lake.mine(Tables.MODEL_COMPARISONS).orderBy("rank", "learner").collectAsList().stream()
        .map(r -> text(r, "learner"))
        .toList();
  }

  /** Every metric of this run over all instruments and regimes. */
  List<MetricValue> metrics() {
    return lake
        .mine(Tables.MODEL_METRICS)
        .where(
            col("window")
                .equalTo("test")
                .and(col("instrument").equalTo("ALL"))
                .and(col("regime").equalTo("ALL")))
        .orderBy("learner", "metric", "fold")
        .collectAsList()
        .stream()
        .map(
            r ->
                new MetricValue(
                    text(r, "learner"),
                    text(r, "metric"),
                    r.<Integer>getAs("fold"),
                    estimate(r),
                    whole(r, "n")))
        .toList();
  }

  /** The value of a metric row with its interval, where it has both ends. */
  static Estimate estimate(Row r) {
    double value = number(r, "value");
    double low = number(r, "ci_low");
    double high = number(r, "ci_high");
    return low <= high ? new Estimate(value, low, high) : Estimate.of(value);
  }
}
