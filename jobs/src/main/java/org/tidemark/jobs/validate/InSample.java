package org.tidemark.jobs.validate;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.compare.RunQuantile;
import org.tidemark.jobs.train.TrainingFrame;
import org.tidemark.models.FormedModel;
import org.tidemark.models.evaluate.Evaluation;
import org.tidemark.models.evaluate.MetricValue;
import org.tidemark.models.learn.WindowLearner;
import org.tidemark.models.split.Split;

/**
 * How good a fold's model is on rows that it was fitted on: what it makes of them beyond its test
 * rows is learned by heart.
 *
 * <p>Where a fold has more than {@value #ROWS} training rows, whole days (UTC) at equal distances
 * are taken, the last day among them, so that trading within a day is as it would be.
 */
final class InSample {
  private static final int ROWS = 50_000;
  private static final long DAY_NANOS = 86_400_000_000_000L;
  private static final int WEEK = 7;

  private InSample() {}

  /** All metrics; none where no training row stands on the days taken. */
  static List<MetricValue> of(
      TrainingFrame frame,
      NightlyArgs args,
      Split split,
      long trained,
      WindowLearner learner,
      FormedModel model) {
    Dataset<Row> rows =
        frame
            .rows()
            .where(split.trainPredicateSql("event_time_nanos", "span_end_nanos"))
            .where(daysSql(split, trained, ROWS));
    Dataset<Row> scored =
        OutOfFold.score(frame, rows, model, learner.name(), split.fold(), args.runId());
    return StoredPredictions.read(scored, frame.target())
        .map(
            p ->
                Evaluation.of(
                        p, args.tradingRule(), RunQuantile.level(args.config(), learner.name()))
                    .metrics())
        .orElse(List.of());
  }

  /**
   * Which days are taken, as a SQL predicate.
   *
   * @param most rows wanted at most, if days have about as many each
   */
  static String daysSql(Split split, long trained, int most) {
    long every = Math.max(1, (trained + most - 1) / most);
    // Never the same day of the week all through.
    every += every % WEEK == 0 ? 1 : 0;
    long last = (split.trainHull().toNanos() - 1) / DAY_NANOS;
    return "pmod(event_time_nanos div %d - %d, %d) = 0".formatted(DAY_NANOS, last, every);
  }
}
