package org.tidemark.models.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tidemark.models.Target;
import org.tidemark.models.compare.ConfidenceSequence.Verdict;
import org.tidemark.models.evaluate.Confidence;
import org.tidemark.models.evaluate.Loss;
import org.tidemark.models.evaluate.PairedLosses;
import org.tidemark.models.evaluate.Predictions;

/** Two models on the same rows. */
class DuelTest {
  private static final long MINUTE = 60_000_000_000L;
  private static final int HORIZON = 5;
  private static final Confidence CONFIDENCE = new Confidence(0.95, 200, 1);

  /** Overlapping labels of a random walk, and scores that know so much of each. */
  private static Predictions model(long market, long own, int rows, double skill) {
    SplittableRandom steps = new SplittableRandom(market);
    SplittableRandom noise = new SplittableRandom(own);
    double[] walk = new double[rows + HORIZON + 1];
    for (int i = 1; i < walk.length; i++) {
      walk[i] = walk[i - 1] + steps.nextGaussian();
    }
    long[] time = new long[rows];
    long[] end = new long[rows];
    int[] fold = new int[rows];
    double[] labels = new double[rows];
    double[] scores = new double[rows];
    for (int i = 0; i < rows; i++) {
      double move = walk[i + HORIZON] - walk[i];
      time[i] = i * MINUTE;
      end[i] = (i + HORIZON) * MINUTE;
      fold[i] = 4 * i / rows;
      labels[i] = move > 0 ? 1 : 0;
      scores[i] = 1 / (1 + StrictMath.exp(-0.3 * (noise.nextGaussian() + skill * move)));
    }
    return new Predictions(
        new Target.Binary(), time, end, new int[rows], fold, labels, scores, new double[rows]);
  }

  @Test
  void cellsAreAsLongAsTheLongestLabelAndHoldEveryRow() {
    Predictions a = model(1, 2, 52, 0);
    PairedLosses losses = PairedLosses.of(a, model(1, 3, 52, 0), Loss.LOG);
    assertThat(losses.cellNanos()).isEqualTo(HORIZON * MINUTE);
    assertThat(losses.cells()).isEqualTo(11);
    double sum = 0;
    for (int i = 0; i < 11; i++) {
      sum += losses.first()[i] * (i < 10 ? 5 : 2);
    }
    double direct = 0;
    for (int i = 0; i < 52; i++) {
      double p = a.labels()[i] == 1 ? a.scores()[i] : 1 - a.scores()[i];
      direct -= StrictMath.log(p);
    }
    assertThat(sum).isCloseTo(direct, within(1e-12));
    assertThat(losses.firstByFold()).hasSize(4);
    assertThat(losses.differencesApart()).hasSize(6);
    assertThat(losses.differencesApart()[1]).isEqualTo(losses.second()[2] - losses.first()[2]);
  }

  @Test
  void theBetterModelWins() {
    Duel duel = Duel.of(model(1, 2, 5000, 0.5), model(1, 3, 5000, 0), Loss.LOG, CONFIDENCE);
    assertThat(duel.overTime().difference()).isNegative();
    assertThat(duel.overTime().pValue()).isLessThan(1e-6);
    assertThat(duel.interval().high()).isNegative();
    assertThat(duel.overFolds().pValue()).isLessThan(0.05);
    assertThat(duel.cohensD()).isNegative();
    assertThat(duel.cliffsDelta()).isNegative();
  }

  @Test
  void equalModelsRarelyDiffer() {
    int alarms = 0;
    int outside = 0;
    for (int s = 1; s <= 200; s++) {
      Duel duel =
          Duel.of(
              model(s, 1000 + s, 1500, 0.1), model(s, 2000 + s, 1500, 0.1), Loss.BRIER, CONFIDENCE);
      alarms += duel.overTime().pValue() <= 0.05 ? 1 : 0;
      outside += duel.interval().low() > 0 || duel.interval().high() < 0 ? 1 : 0;
    }
    assertThat(alarms / 200.0).isBetween(0.01, 0.1);
    assertThat(outside / 200.0).isBetween(0.01, 0.12);
  }

  /** A challenger watched cell by cell, with labels that overlap within and between cells. */
  @Test
  void watchingEqualModelsRaisesNoAlarmAndABetterOneIsSeen() {
    int alarms = 0;
    for (int s = 1; s <= 200; s++) {
      alarms += watch(model(s, 1000 + s, 3000, 0.1), model(s, 2000 + s, 3000, 0.1)) ? 1 : 0;
    }
    assertThat(alarms / 200.0).isLessThanOrEqualTo(0.05);
    assertThat(watch(model(1, 2, 20_000, 0.5), model(1, 3, 20_000, 0))).isTrue();
  }

  private static boolean watch(Predictions a, Predictions b) {
    ConfidenceSequence sequence = new BoundedSequence(0.05, -1, 1);
    for (double d : PairedLosses.of(a, b, Loss.BRIER).differencesApart()) {
      sequence.add(d);
      if (sequence.verdict() != Verdict.OPEN) {
        assertThat(sequence.pValue()).isLessThanOrEqualTo(0.05);
        return true;
      }
    }
    return false;
  }

  @Test
  void everyLossByHand() {
    long[] time = {0};
    long[] end = {1};
    int[] none = {0};
    Predictions three =
        new Predictions(
            new Target.MultiClass(3),
            time,
            end,
            none,
            new double[] {2},
            new double[] {0.5, 0.3, 0.2},
            new double[1]);
    assertThat(one(three, Loss.LOG)).isCloseTo(-StrictMath.log(0.2), within(1e-15));
    assertThat(one(three, Loss.BRIER)).isCloseTo(0.25 + 0.09 + 0.64, within(1e-15));
    assertThat(one(three, Loss.ZERO_ONE)).isEqualTo(1);
    Predictions estimate =
        new Predictions(
            new Target.Regression(),
            time,
            end,
            none,
            new double[] {1},
            new double[] {-2},
            new double[1]);
    assertThat(one(estimate, Loss.ABSOLUTE)).isEqualTo(3);
    assertThat(one(estimate, Loss.SQUARED)).isEqualTo(9);
    assertThat(one(estimate, Loss.pinball(0.25))).isEqualTo(0.75);
    assertThat(one(estimate, Loss.pinball(0.75))).isEqualTo(2.25);
    assertThatThrownBy(() -> Loss.pinball(1)).hasMessageContaining("above 0 and below 1");
    assertThatThrownBy(() -> one(estimate, Loss.LOG)).hasMessageContaining("LOG is no loss of");
    assertThatThrownBy(() -> one(three, Loss.SQUARED)).hasMessageContaining("take LOG, BRIER");
  }

  private static double one(Predictions p, Loss loss) {
    return PairedLosses.of(p, p, loss).first()[0];
  }

  @Test
  void otherRowsAndTooFewAreRefused() {
    Predictions a = model(1, 2, 100, 0);
    assertThatThrownBy(() -> PairedLosses.of(a, model(1, 2, 99, 0), Loss.LOG))
        .hasMessageContaining("predictions of 100 and 99 rows are not of the same rows");
    assertThatThrownBy(() -> PairedLosses.of(a, model(4, 2, 100, 0), Loss.LOG))
        .hasMessageContaining("not of the same rows, folds and labels");
    Predictions few = model(1, 2, 30, 0);
    assertThatThrownBy(() -> Duel.of(few, few, Loss.LOG, CONFIDENCE))
        .hasMessageContaining("6 observations; 8 or more");
    int[] rows = new int[50];
    Arrays.setAll(rows, i -> i);
    Predictions oneFold = model(1, 2, 200, 0).only(rows);
    assertThat(Duel.of(oneFold, oneFold, Loss.LOG, CONFIDENCE).overFolds().pValue()).isNaN();
  }
}
