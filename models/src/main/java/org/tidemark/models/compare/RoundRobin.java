package org.tidemark.models.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tidemark.models.compare.PairTest.Kind;
import org.tidemark.models.evaluate.Confidence;
import org.tidemark.models.evaluate.Loss;
import org.tidemark.models.evaluate.PairedLosses;

/**
 * Tests every pair of contestants on the same rows, each in three ways.
 *
 * <ul>
 *   <li>{@link Kind#DIEBOLD_MARIANO}: mean loss in cells as long as the longest label. A label
 *       reaches into the next cell at most, so a forecast is two steps long and the variance takes
 *       the neighbours in ({@link Duel});
 *   <li>{@link Kind#PAIRED_T}: returns of the same periods, after cost;
 *   <li>{@link Kind#MANN_WHITNEY}: their ranks, which one period of luck cannot decide.
 * </ul>
 *
 * <p>P values of one kind are corrected for all pairs of the round, so that with no difference
 * anywhere a winner is named with probability {@link PairTest#LEVEL} at most in each kind.
 */
public final class RoundRobin {
  private static final int FEWEST_PERIODS = 2;

  private final Loss loss;
  private final Confidence confidence;

  /**
   * A round.
   *
   * @param loss of a row
   * @param confidence of the bootstrap intervals
   */
  public RoundRobin(Loss loss, Confidence confidence) {
    this.loss = loss;
    this.confidence = confidence;
  }

  /**
   * The tests of all pairs, in the order of the contestants: first with second, first with third,
   * ..., and of each pair in the order of {@link Kind}.
   *
   * @param contestants of the same rows; none or one make no pair
   */
  public List<PairTest> of(List<Contestant> contestants) {
    List<PairTest> tests = new ArrayList<>();
    for (int i = 0; i < contestants.size(); i++) {
      for (int j = i + 1; j < contestants.size(); j++) {
        Contestant first = contestants.get(i);
        Contestant second = contestants.get(j);
        tests.add(losses(first, second));
        checkPeriods(first, second);
        tests.add(means(first, second));
        tests.add(ranks(first, second));
      }
    }
    for (Kind kind : Kind.values()) {
      correct(tests, kind);
    }
    return tests;
  }

  private PairTest losses(Contestant first, Contestant second) {
    PairedLosses cells = PairedLosses.of(first.predictions(), second.predictions(), loss);
    Values values = new Values(cells.first(), cells.second());
    if (cells.cells() < DieboldMariano.FEWEST) {
      return values.untested(first, second, Kind.DIEBOLD_MARIANO);
    }
    Duel duel = Duel.of(cells, confidence);
    return values.test(
        first, second, Kind.DIEBOLD_MARIANO, duel.interval(), duel.overTime().pValue());
  }

  private PairTest means(Contestant first, Contestant second) {
    double[] a = first.traded().returns();
    double[] b = second.traded().returns();
    Values values = new Values(a, b);
    return a.length < FEWEST_PERIODS
        ? values.untested(first, second, Kind.PAIRED_T)
        : values.test(
            first,
            second,
            Kind.PAIRED_T,
            DifferenceInterval.ofMeans(a, b, confidence),
            TTest.paired(a, b).pValue());
  }

  private static PairTest ranks(Contestant first, Contestant second) {
    double[] a = first.traded().returns();
    double[] b = second.traded().returns();
    Values values = new Values(a, b);
    if (a.length < FEWEST_PERIODS) {
      return values.untested(first, second, Kind.MANN_WHITNEY);
    }
    DifferenceInterval none = new DifferenceInterval(Double.NaN, Double.NaN, Double.NaN, 1);
    return values.test(first, second, Kind.MANN_WHITNEY, none, MannWhitney.of(a, b).pValue());
  }

  private static void checkPeriods(Contestant first, Contestant second) {
    if (!Arrays.equals(first.traded().periodEndNanos(), second.traded().periodEndNanos())) {
      throw new IllegalArgumentException(
          "returns of "
              + first.name()
              + " and "
              + second.name()
              + " are not of the same periods; trade the same rows by the same rule");
    }
  }

  private static void correct(List<PairTest> tests, Kind kind) {
    int[] made = new int[tests.size()];
    int count = 0;
    for (int i = 0; i < made.length; i++) {
      if (tests.get(i).kind() == kind && !Double.isNaN(tests.get(i).pValue())) {
        made[count++] = i;
      }
    }
    if (count == 0) {
      return;
    }
    double[] p = Arrays.stream(made, 0, count).mapToDouble(i -> tests.get(i).pValue()).toArray();
    double[] holm = AdjustedP.holm(p);
    double[] discovery = AdjustedP.benjaminiHochberg(p);
    for (int k = 0; k < count; k++) {
      tests.set(made[k], tests.get(made[k]).corrected(holm[k], discovery[k]));
    }
  }

  /** Measures of both sides. */
  private record Values(double[] first, double[] second) {
    PairTest test(
        Contestant one, Contestant other, Kind kind, DifferenceInterval interval, double p) {
      return new PairTest(
          one.name(),
          other.name(),
          kind,
          first.length,
          mean(first),
          mean(second),
          interval.low(),
          interval.high(),
          EffectSize.cohensD(first, second),
          EffectSize.cliffsDelta(first, second),
          p,
          Double.NaN,
          Double.NaN);
    }

    PairTest untested(Contestant one, Contestant other, Kind kind) {
      return new PairTest(
          one.name(),
          other.name(),
          kind,
          first.length,
          mean(first),
          mean(second),
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Double.NaN);
    }

    private static double mean(double[] values) {
      return values.length == 0 ? Double.NaN : Sample.of("measure", values, 1).mean();
    }
  }
}
