package org.tidemark.models.weight;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A product of factors that says how much each row of a training window counts. The order in which
 * factors are written does not matter.
 *
 * <p>Weights are scaled to a mean of 1, so that penalties and least leaf weights of a learner keep
 * their meaning. A row whose weight is 0 (decayed away) is to be left out of the fit. They depend
 * on the rows of the window alone and must be computed anew for every window.
 *
 * <p>Example: spans of three rows of one instrument (0, 2], (1, 3] and (5, 6]. The first is alone
 * in (0, 1] and one of two in (1, 2]: uniqueness (1 + 1/2) / 2 = 0.75, the second the same, the
 * third 1. Their sum is 2.5, so {@code uniqueness} weighs 0.9, 0.9 and 1.2. With labels 1, 1, 0,
 * {@code uniqueness*balance} gives both classes a weight of 1.5: 0.75, 0.75 and 1.5.
 *
 * @param factors at least one, none twice
 */
public record SampleWeights(List<Factor> factors) {
  public SampleWeights {
    factors = List.copyOf(factors);
    if (factors.isEmpty()) {
      throw new IllegalArgumentException("weights need a factor; write even for equal weights");
    }
    Set<Class<?>> kinds = new LinkedHashSet<>();
    for (Factor factor : factors) {
      if (!kinds.add(factor.getClass())) {
        throw new IllegalArgumentException(
            "weights name '" + factor.id() + "' and another of its kind; name each kind once");
      }
    }
  }

  /** Reads {@code uniqueness*decay:0.5*balance}. */
  public static SampleWeights parse(String text) {
    return new SampleWeights(
        Arrays.stream(text.split("\\*", -1)).map(Factor::parse).collect(Collectors.toList()));
  }

  /** The text that {@link #parse} reads back. */
  public String id() {
    return factors.stream().map(Factor::id).collect(Collectors.joining("*"));
  }

  /** One weight per row, 0 or more, with mean 1. */
  public double[] of(LabelledRows rows) {
    double[] weights = new double[rows.rows()];
    Arrays.fill(weights, 1);
    boolean balanced = false;
    for (Factor factor : sorted()) {
      if (factor instanceof Factor.Uniqueness unique) {
        multiply(weights, Concurrency.uniqueness(rows, unique.scope()));
      } else if (factor instanceof Factor.Decay decay) {
        multiply(weights, Ageing.of(rows, decay));
      } else if (factor instanceof Factor.Balance) {
        balanced = true;
      }
    }
    if (balanced) {
      balance(weights, rows);
    }
    scale(weights);
    return weights;
  }

  /** In one order, so that products have the same bits however they are written. */
  private List<Factor> sorted() {
    return factors.stream().sorted(Comparator.comparing(Factor::id)).toList();
  }

  private static void multiply(double[] weights, double[] factor) {
    for (int i = 0; i < weights.length; i++) {
      weights[i] *= factor[i];
    }
  }

  private static void balance(double[] weights, LabelledRows rows) {
    if (rows.classes() == 0) {
      throw new IllegalArgumentException(
          "balance needs classes, but the label is a real number; leave balance out");
    }
    double[] sums = new double[rows.classes()];
    for (int k = 0; k < sums.length; k++) {
      int index = k;
      sums[k] = ordered(weights, i -> (int) rows.labels()[i] == index);
    }
    for (int i = 0; i < weights.length; i++) {
      double sum = sums[(int) rows.labels()[i]];
      weights[i] = sum > 0 ? weights[i] / sum : 0;
    }
  }

  private static void scale(double[] weights) {
    double sum = ordered(weights, i -> true);
    if (!(sum > 0)) {
      throw new IllegalArgumentException(
          "every row has weight 0; choose a decay nearer to 1 or a longer window");
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] *= weights.length / sum;
    }
  }

  /** Smallest first: the same bits whatever the order of the rows. */
  private static double ordered(double[] weights, IntPredicate taken) {
    double[] chosen =
        IntStream.range(0, weights.length).filter(taken).mapToDouble(i -> weights[i]).toArray();
    Arrays.sort(chosen);
    double sum = 0;
    for (double weight : chosen) {
      sum += weight;
    }
    return sum;
  }
}
