package org.tidemark.models.overfit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.testkit.Seeds;

/** What holds for any set of trials, and how often trials without skill are taken for good. */
class OverfitLawsTest {
  private static double[][] noise(SplittableRandom random, int trials, int periods) {
    double[][] out = new double[trials][periods];
    for (double[] series : out) {
      Arrays.setAll(series, i -> 0.01 * random.nextGaussian());
    }
    return out;
  }

  private static TrialLedger ledger(double[][] returns) {
    List<Trial> trials = new ArrayList<>();
    for (double[] series : returns) {
      trials.add(Trial.of("t" + trials.size(), series));
    }
    return new TrialLedger(trials);
  }

  private static String best(TrialLedger ledger) {
    return ledger.trials().stream()
        .max((a, b) -> Double.compare(a.sharpe(), b.sharpe()))
        .orElseThrow()
        .name();
  }

  /** Trials whose returns have this correlation with each other. */
  private static double[][] together(SplittableRandom random, int trials, double correlation) {
    double[] common = new double[250];
    Arrays.setAll(common, i -> random.nextGaussian());
    double[][] out = new double[trials][250];
    for (double[] series : out) {
      Arrays.setAll(
          series,
          i ->
              0.01
                  * (Math.sqrt(correlation) * common[i]
                      + Math.sqrt(1 - correlation) * random.nextGaussian()));
    }
    return out;
  }

  /**
   * 1000 markets of 40 trials without skill, seeds 1 to 1000: docs/statistics.md has the counts.
   */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5})
  void theBestOfManyWithoutSkillIsNotSignificant(double correlation) {
    int naive = 0;
    int deflated = 0;
    int effective = 0;
    int holm = 0;
    int yekutieli = 0;
    int found = 0;
    int sets = 1000;
    for (int s = 1; s <= sets; s++) {
      double[][] returns = together(new SplittableRandom(s), 40, correlation);
      TrialLedger ledger = ledger(returns);
      DeflatedSharpe d = DeflatedSharpe.of(ledger, best(ledger));
      HaircutSharpe h = HaircutSharpe.of(ledger, best(ledger));
      naive += d.sharpe().probabilityAbove(0) > 0.95 ? 1 : 0;
      deflated += d.probability() > 0.95 ? 1 : 0;
      effective += d.effectiveProbability() > 0.95 ? 1 : 0;
      holm += h.holm().pValue() <= 0.05 ? 1 : 0;
      yekutieli += h.benjaminiYekutieli().pValue() <= 0.05 ? 1 : 0;
      assertThat(d.effectiveTrials()).isBetween(40 * (1 - correlation) - 5, 40.0);
      Arrays.setAll(returns[7], i -> returns[7][i] + 0.0035);
      found += DeflatedSharpe.of(ledger(returns), "t7").probability() > 0.95 ? 1 : 0;
    }
    assertThat(deflated).isLessThanOrEqualTo(50);
    assertThat(effective).isLessThanOrEqualTo(50);
    assertThat(holm).isLessThanOrEqualTo(50);
    assertThat(yekutieli).isLessThanOrEqualTo(50);
    assertThat(naive).isGreaterThan(400);
    assertThat(found).isGreaterThan(850);
  }

  /** The formula against the exact means of the greatest of N normal numbers (Harter, 1961). */
  @Test
  void theExpectedMaximumIsTheMeanMaximum() {
    double[][] exact = {{5, 1.16296}, {10, 1.53875}, {100, 2.50759}, {1000, 3.24144}};
    for (double[] known : exact) {
      double formula = TrialLedger.expectedMaximum(known[0], 1);
      assertThat(formula / known[1]).as("of " + known[0]).isBetween(0.999, 1.05);
      assertThat(TrialLedger.expectedMaximum(known[0], 4)).isEqualTo(2 * formula);
    }
    assertThat(TrialLedger.expectedMaximum(1, Double.NaN)).isZero();
    assertThat(TrialLedger.expectedMaximum(1.1, 1)).isZero();
  }

  @Test
  void moreTrialsNeverRaiseWhatIsLeft() {
    Seeds.forEach(
        30,
        (seed, random) -> {
          double[][] returns = noise(random, 12, 60);
          TrialLedger few = ledger(Arrays.copyOf(returns, 6));
          String chosen = best(few);
          List<Trial> more = new ArrayList<>(few.trials());
          more.add(Trial.failed("failed"));
          TrialLedger grown = new TrialLedger(more);
          assertThat(DeflatedSharpe.of(grown, chosen).probability())
              .isLessThan(DeflatedSharpe.of(few, chosen).probability());
          HaircutSharpe before = HaircutSharpe.of(few, chosen);
          HaircutSharpe after = HaircutSharpe.of(grown, chosen);
          assertThat(after.bonferroni().sharpe()).isLessThanOrEqualTo(before.bonferroni().sharpe());
          assertThat(before.holm().haircut()).isLessThanOrEqualTo(before.bonferroni().haircut());
          assertThat(before.bonferroni().haircut()).isBetween(0.0, 1.0);
        });
  }

  @Test
  void scaleAndOrderOfTrialsDoNotMatter() {
    Seeds.forEach(
        20,
        (seed, random) -> {
          double[][] returns = noise(random, 5, 48 + random.nextInt(20));
          double[][] doubled = new double[5][];
          for (int k = 0; k < 5; k++) {
            doubled[4 - k] = Arrays.stream(returns[k]).map(r -> 4 * r).toArray();
          }
          OverfitProbability a = OverfitProbability.of(returns, 6);
          OverfitProbability b = OverfitProbability.of(doubled, 6);
          assertThat(b.logits()).isEqualTo(a.logits());
          assertThat(b.inSample()).isEqualTo(a.inSample());
          assertThat(b.outOfSample()).isEqualTo(a.outOfSample());
          assertThat(b.dominance()).isEqualTo(a.dominance());
          assertThat(a.logits()).hasSize(20);
          SharpeRatio one = SharpeRatio.of(returns[0]);
          SharpeRatio same = SharpeRatio.of(doubled[4]);
          assertThat(same).isEqualTo(one);
        });
  }

  @Test
  void withoutSkillHalfIsOverfitAndWithSkillNothing() {
    double sum = 0;
    double loss = 0;
    int sets = 60;
    for (int s = 1; s <= sets; s++) {
      OverfitProbability p = OverfitProbability.of(noise(new SplittableRandom(s), 20, 120), 8);
      sum += p.probability();
      loss += p.probabilityOfLoss();
    }
    // The halves complement each other, so the best in one is a little worse in the other.
    assertThat(sum / sets).isBetween(0.42, 0.65);
    assertThat(loss / sets).isBetween(0.42, 0.65);

    double[][] skilled = noise(new SplittableRandom(99), 20, 120);
    Arrays.setAll(skilled[7], i -> skilled[7][i] + 0.008);
    OverfitProbability p = OverfitProbability.of(skilled, 8);
    assertThat(p.probability()).isLessThan(0.01);
    assertThat(p.probabilityOfLoss()).isLessThan(0.01);
    assertThat(p.dominance()).isEqualTo(Dominance.FIRST_ORDER);
  }

  @Test
  void snoopingTestsErrAsOftenAsTheySayAndFindSkill() {
    int sets = 300;
    int reality = 0;
    int consistent = 0;
    int found = 0;
    for (int s = 1; s <= sets; s++) {
      double[][] advantages = noise(new SplittableRandom(s), 10, 100);
      DataSnooping null10 = DataSnooping.of(advantages, 1, 300, s);
      reality += null10.realityCheckP() <= 0.1 ? 1 : 0;
      consistent += null10.consistentP() <= 0.1 ? 1 : 0;
      assertThat(null10.lowerP()).isLessThanOrEqualTo(null10.consistentP());
      assertThat(null10.consistentP()).isLessThanOrEqualTo(null10.upperP());
      Arrays.setAll(advantages[3], i -> advantages[3][i] + 0.004);
      found += DataSnooping.of(advantages, 1, 300, s).consistentP() <= 0.1 ? 1 : 0;
    }
    assertThat((double) reality / sets).isBetween(0.05, 0.16);
    assertThat((double) consistent / sets).isBetween(0.05, 0.18);
    assertThat((double) found / sets).isGreaterThan(0.85);
  }

  /** Hopeless strategies dull the reality check and not Hansen's test: the reason for it. */
  @Test
  void hopelessStrategiesHideNothing() {
    SplittableRandom random = new SplittableRandom(5);
    double[][] advantages = noise(random, 30, 120);
    Arrays.setAll(advantages[0], i -> advantages[0][i] + 0.003);
    for (int k = 1; k < 30; k++) {
      double[] series = advantages[k];
      Arrays.setAll(series, i -> 3 * series[i] - 0.03);
    }
    DataSnooping test = DataSnooping.of(advantages, 1000, 5);
    assertThat(test.consistentP()).isLessThan(0.05);
    assertThat(test.realityCheckP()).isGreaterThan(0.5);
    assertThat(DataSnooping.of(advantages, 1000, 5)).isEqualTo(test);
  }
}
