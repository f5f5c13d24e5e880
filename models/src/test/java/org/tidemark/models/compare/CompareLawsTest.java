package org.tidemark.models.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tidemark.models.evaluate.Confidence;
import org.tidemark.testkit.Seeds;

/** What holds for any two samples, and how often tests err. */
class CompareLawsTest {
  private static double[] normals(SplittableRandom random, int n, double mean) {
    double[] out = new double[n];
    Arrays.setAll(out, i -> mean + random.nextGaussian());
    return out;
  }

  /** Values with memory: each is 0.6 of the one before plus noise. */
  private static double[] persistent(SplittableRandom random, int n) {
    double[] out = new double[n];
    double state = random.nextGaussian() / 0.8;
    for (int i = 0; i < n; i++) {
      state = 0.6 * state + random.nextGaussian();
      out[i] = state;
    }
    return out;
  }

  @Test
  void exchangingTheSamplesTurnsTheSign() {
    Seeds.forEach(
        50,
        (seed, random) -> {
          int n = 8 + random.nextInt(30);
          double[] a = normals(random, n, 0);
          double[] b = normals(random, n, 0.5);
          assertThat(TTest.welch(a, b).statistic()).isEqualTo(-TTest.welch(b, a).statistic());
          assertThat(TTest.welch(a, b).pValue()).isEqualTo(TTest.welch(b, a).pValue());
          assertThat(TTest.paired(a, b).statistic()).isEqualTo(-TTest.paired(b, a).statistic());
          assertThat(EffectSize.cohensD(a, b)).isEqualTo(-EffectSize.cohensD(b, a));
          assertThat(EffectSize.cliffsDelta(a, b)).isEqualTo(-EffectSize.cliffsDelta(b, a));
          assertThat(MannWhitney.of(a, b).pValue()).isEqualTo(MannWhitney.of(b, a).pValue());
          assertThat(MannWhitney.of(a, b).u() + MannWhitney.of(b, a).u()).isEqualTo(n * n);
          assertThat(DieboldMariano.of(a, b, 1).statistic())
              .isEqualTo(-DieboldMariano.of(b, a, 1).statistic());
        });
  }

  @Test
  void cliffsDeltaCountsPairs() {
    Seeds.forEach(
        50,
        (seed, random) -> {
          double[] a = random.doubles(1 + random.nextInt(40)).map(x -> Math.rint(9 * x)).toArray();
          double[] b = random.doubles(1 + random.nextInt(40)).map(x -> Math.rint(9 * x)).toArray();
          double sum = 0;
          for (double x : a) {
            for (double y : b) {
              sum += Math.signum(x - y);
            }
          }
          assertThat(EffectSize.cliffsDelta(a, b))
              .isCloseTo(sum / a.length / b.length, within(1e-15));
        });
  }

  @Test
  void correctedPValuesKeepTheirOrderAndTheirRank() {
    Seeds.forEach(
        50,
        (seed, random) -> {
          double[] p = random.doubles(1 + random.nextInt(30)).map(x -> x * x * x).toArray();
          double[] bonferroni = AdjustedP.bonferroni(p);
          double[] holm = AdjustedP.holm(p);
          double[] hochberg = AdjustedP.benjaminiHochberg(p);
          double[] yekutieli = AdjustedP.benjaminiYekutieli(p);
          for (int i = 0; i < p.length; i++) {
            assertThat(holm[i]).isBetween(p[i], bonferroni[i]);
            assertThat(hochberg[i]).isBetween(p[i], holm[i]);
            assertThat(yekutieli[i]).isBetween(hochberg[i], 1.0);
            for (int j = 0; j < p.length; j++) {
              if (p[i] < p[j]) {
                assertThat(holm[i]).isLessThanOrEqualTo(holm[j]);
                assertThat(hochberg[i]).isLessThanOrEqualTo(hochberg[j]);
              }
            }
          }
        });
  }

  /** In 2000 pairs of samples without a difference, 5 % of tests at 5 % err. */
  @Test
  void testsErrAsOftenAsTheySay() {
    int sets = 2000;
    int paired = 0;
    int welch = 0;
    int ranks = 0;
    SplittableRandom random = new SplittableRandom(11);
    for (int s = 0; s < sets; s++) {
      double[] a = normals(random, 12, 0);
      double[] b = normals(random, 12, 0);
      paired += TTest.paired(a, b).pValue() <= 0.05 ? 1 : 0;
      welch += TTest.welch(a, b).pValue() <= 0.05 ? 1 : 0;
      ranks += MannWhitney.of(a, b).pValue() <= 0.05 ? 1 : 0;
    }
    assertThat((double) paired / sets).isBetween(0.037, 0.063);
    assertThat((double) welch / sets).isBetween(0.037, 0.063);
    assertThat((double) ranks / sets).isBetween(0.030, 0.060);
  }

  /** With memory the paired t test errs far too often, Diebold-Mariano hardly. */
  @Test
  void memoryIsAllowedFor() {
    int sets = 1000;
    int naive = 0;
    int corrected = 0;
    SplittableRandom random = new SplittableRandom(12);
    for (int s = 0; s < sets; s++) {
      double[] a = persistent(random, 400);
      double[] b = persistent(random, 400);
      naive += TTest.paired(a, b).pValue() <= 0.05 ? 1 : 0;
      corrected += DieboldMariano.of(a, b, 1, 12).pValue() <= 0.05 ? 1 : 0;
    }
    assertThat((double) naive / sets).isGreaterThan(0.2);
    assertThat((double) corrected / sets).isBetween(0.03, 0.10);
  }

  @Test
  void bootstrapIntervalsHoldTheTruth() {
    int sets = 300;
    int means = 0;
    int sharpe = 0;
    SplittableRandom random = new SplittableRandom(13);
    for (int s = 0; s < sets; s++) {
      double[] common = persistent(random, 300);
      double[] a = persistent(random, 300);
      double[] b = persistent(random, 300);
      for (int i = 0; i < a.length; i++) {
        a[i] += common[i] + 0.2;
        b[i] += common[i];
      }
      Confidence confidence = new Confidence(0.95, 200, s);
      DifferenceInterval mean = DifferenceInterval.ofMeans(a, b, confidence);
      means += mean.low() <= 0.2 && 0.2 <= mean.high() ? 1 : 0;
      // Each series has variance 2 / (1 - 0.36), so deviation root(3.125).
      double truth = 0.2 / Math.sqrt(3.125);
      DifferenceInterval ratio = DifferenceInterval.ofSharpe(a, b, confidence);
      sharpe += ratio.low() <= truth && truth <= ratio.high() ? 1 : 0;
    }
    assertThat((double) means / sets).isBetween(0.87, 0.98);
    assertThat((double) sharpe / sets).isBetween(0.87, 0.98);
  }

  @Test
  void theSameSeedGivesTheSameBits() {
    double[] a = persistent(new SplittableRandom(1), 100);
    double[] b = persistent(new SplittableRandom(2), 100);
    assertThat(DifferenceInterval.ofSharpe(a, b, Confidence.STANDARD))
        .isEqualTo(DifferenceInterval.ofSharpe(a, b, Confidence.STANDARD));
  }
}
