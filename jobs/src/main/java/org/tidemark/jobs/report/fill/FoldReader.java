package org.tidemark.jobs.report.fill;

import static org.apache.spark.sql.functions.col;
import static org.tidemark.jobs.report.fill.LakeReader.number;
import static org.tidemark.jobs.report.fill.LakeReader.text;
import static org.tidemark.jobs.report.fill.LakeReader.whole;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.tidemark.features.label.Labeler;
import org.tidemark.jobs.fold.FoldPicture;
import org.tidemark.jobs.fold.StoredFolds;
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

  StoredFolds stored() {
    return StoredFolds.read(lake.mine(Tables.FOLDS));
  }

  List<Fold> folds(StoredFolds stored) {
    Duration horizon = Labeler.parse(lake.args().config().text("label")).horizon();
    return IntStream.range(0, stored.splits().size())
        .mapToObj(i -> FoldPicture.of(stored.splits().get(i), stored.counts().get(i), horizon))
        .toList();
  }

  /** Learners of the run, best first. */
  List<String> ranking() {
    return lake
        .mine(Tables.MODEL_COMPARISONS)
        .where(col("rival").isNull())
        .orderBy("rank", "learner")
        .collectAsList()
        .stream()
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
