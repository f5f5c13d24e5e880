package org.tidemark.models.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tidemark.models.Target;

/** The area under the ROC curve of rows that several models scored. */
class AucTest {
  private static Predictions of(int[] fold, double[] labels, double[] scores) {
    Predictions one = Samples.minutes(new Target.Binary(), labels, scores);
    return new Predictions(
        one.target(),
        one.eventTimeNanos(),
        one.spanEndNanos(),
        one.instrument(),
        fold,
        labels,
        scores,
        one.forwardReturns());
  }

  @Test
  void scoresAreRankedWithinTheirFoldOnly() {
    int[] fold = {0, 0, 0, 0, 1, 1, 1, 1};
    double[] labels = {0, 1, 0, 1, 0, 1, 1, 0};
    double[] scores = {0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8, 0.9};

    // Fold 0: 3 of 4 pairs in order; fold 1: 2 of 4.
    assertThat(Scoring.auc(of(fold, labels, scores)).value()).isEqualTo((0.75 + 0.5) / 2);
  }

  @Test
  void foldsCountByTheirRowsAndOneOfOneClassNotAtAll() {
    int[] fold = {0, 0, 1, 1, 1, 1, 2, 2};
    double[] labels = {0, 1, 0, 1, 1, 1, 1, 1};
    double[] scores = {0.1, 0.2, 0.5, 0.4, 0.6, 0.7, 0.8, 0.9};

    Estimate auc = Scoring.auc(of(fold, labels, scores));

    assertThat(auc.value()).isCloseTo((2 * 1.0 + 4 * (2.0 / 3)) / 6, within(1e-15));
    assertThat(Arrays.stream(auc.influence()).sum()).isCloseTo(0, within(1e-12));
  }

  @Test
  void rowsOfOneClassHaveNoArea() {
    double[] ones = {1, 1};
    assertThat(Scoring.auc(of(new int[] {0, 1}, ones, new double[] {0.1, 0.2})).value()).isNaN();
  }

  /** Models without skill whose levels run against the share of ones in their windows. */
  @Test
  void levelsOfDifferentModelsAreNotTakenForLackOfSkill() {
    SplittableRandom random = new SplittableRandom(5);
    int rows = 500;
    int[] fold = new int[20 * rows];
    double[] labels = new double[fold.length];
    double[] scores = new double[fold.length];
    for (int i = 0; i < fold.length; i++) {
      fold[i] = i / rows;
      double share = fold[i] % 2 == 0 ? 0.45 : 0.55;
      labels[i] = random.nextDouble() < share ? 1 : 0;
      scores[i] = Math.min(1, Math.max(0, 1 - share + 0.05 * random.nextGaussian()));
    }

    MetricValue apart = interval(of(fold, labels, scores));
    MetricValue together = interval(of(new int[fold.length], labels, scores));

    assertThat(apart.ciLow()).isLessThan(0.5);
    assertThat(apart.ciHigh()).isGreaterThan(0.5);
    assertThat(together.ciHigh()).isLessThan(0.5);
  }

  private static MetricValue interval(Predictions p) {
    return TimeCells.of(p).interval(Metric.AUC, Scoring.auc(p), 0.95);
  }
}
