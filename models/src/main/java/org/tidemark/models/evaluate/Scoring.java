package org.tidemark.models.evaluate;

import java.util.Arrays;
import java.util.Collection;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tidemark.features.statistic.Sorted;
import org.tidemark.models.Target;

/** The metrics of predictions as such, each with its influence per row. */
final class Scoring {
  private static final double CLIP = 1e-15;

  private Scoring() {}

  static Estimate accuracy(Predictions p) {
    double[] hits = new double[p.rows()];
    for (int i = 0; i < hits.length; i++) {
      hits[i] = p.predictedClass(i) == (int) p.labels()[i] ? 1 : 0;
    }
    return Estimate.mean(hits);
  }

  static Estimate logLoss(Predictions p) {
    double[] losses = new double[p.rows()];
    for (int i = 0; i < losses.length; i++) {
      double probability = p.probability(i, (int) p.labels()[i]);
      losses[i] = logLoss(probability);
    }
    return Estimate.mean(losses);
  }

  /** Loss of one row whose label was given this probability. */
  static double logLoss(double probability) {
    return -StrictMath.log(Math.min(1 - CLIP, Math.max(CLIP, probability)));
  }

  static Estimate brier(Predictions p) {
    double[] losses = new double[p.rows()];
    for (int i = 0; i < losses.length; i++) {
      if (p.target() instanceof Target.Binary) {
        double error = p.scores()[i] - p.labels()[i];
        losses[i] = error * error;
      } else {
        for (int k = 0; k < p.classes(); k++) {
          double error = p.probability(i, k) - ((int) p.labels()[i] == k ? 1 : 0);
          losses[i] += error * error;
        }
      }
    }
    return Estimate.mean(losses);
  }

  static Estimate absoluteError(Predictions p) {
    double[] errors = new double[p.rows()];
    for (int i = 0; i < errors.length; i++) {
      errors[i] = Math.abs(p.scores()[i] - p.labels()[i]);
    }
    return Estimate.mean(errors);
  }

  static Estimate rootMeanSquaredError(Predictions p) {
    double[] squares = new double[p.rows()];
    for (int i = 0; i < squares.length; i++) {
      double error = p.scores()[i] - p.labels()[i];
      squares[i] = error * error;
    }
    Estimate mean = Estimate.mean(squares);
    double root = Math.sqrt(mean.value());
    double[] influence = mean.influence();
    for (int i = 0; i < influence.length; i++) {
      influence[i] = root == 0 ? 0 : influence[i] / (2 * root); // delta method
    }
    return new Estimate(root, influence);
  }

  /** Loss of estimates of the quantile at a level (Koenker and Bassett, Econometrica 46, 1978). */
  static Estimate pinballLoss(Predictions p, double level) {
    double[] losses = new double[p.rows()];
    for (int i = 0; i < losses.length; i++) {
      losses[i] = pinballLoss(p.scores()[i] - p.labels()[i], level);
    }
    return Estimate.mean(losses);
  }

  /** Loss of one row whose estimate lies {@code error} above its label. */
  static double pinballLoss(double error, double level) {
    return error < 0 ? -level * error : (1 - level) * error;
  }

  static Estimate f1(Predictions p) {
    if (p.target() instanceof Target.Binary) {
      return f1(p, 1);
    }
    return meanOfDefined(p.classes(), k -> f1(p, k));
  }

  static Estimate f1(Predictions p, int k) {
    int rows = p.rows();
    double both = 0;
    double either = 0;
    for (int i = 0; i < rows; i++) {
      boolean truth = (int) p.labels()[i] == k;
      boolean predicted = p.predictedClass(i) == k;
      both += truth && predicted ? 2 : 0;
      either += (truth ? 1 : 0) + (predicted ? 1 : 0);
    }
    if (either == 0) {
      return Estimate.undefined();
    }
    double value = both / either;
    double[] influence = new double[rows];
    for (int i = 0; i < rows; i++) {
      boolean truth = (int) p.labels()[i] == k;
      boolean predicted = p.predictedClass(i) == k;
      double sum = (truth ? 1 : 0) + (predicted ? 1 : 0);
      influence[i] = ((truth && predicted ? 2 : 0) - value * sum) * rows / either;
    }
    return new Estimate(value, influence);
  }

  static Estimate auc(Predictions p) {
    if (p.target() instanceof Target.Binary) {
      return auc(p, 1);
    }
    Estimate[] each = new Estimate[p.classes()];
    for (int k = 0; k < each.length; k++) {
      each[k] = auc(p, k);
      if (Double.isNaN(each[k].value())) {
        return Estimate.undefined();
      }
    }
    return meanOfDefined(each.length, k -> each[k]);
  }

  /**
   * Mean over the folds of the area within each, weighted by rows; a fold of one class has none and
   * is left out. Ranking rows across folds would compare score levels of different models, and a
   * later model has learned from the labels of an earlier test window: without any skill that pulls
   * the area below one half.
   */
  private static Estimate auc(Predictions p, int k) {
    double[] influence = new double[p.rows()];
    double value = 0;
    int counted = 0;
    for (int[] rows : rowsByFold(p)) {
      Estimate fold =
          auc(rows.length, i -> (int) p.labels()[rows[i]] == k, i -> p.probability(rows[i], k));
      if (!Double.isNaN(fold.value())) {
        value += fold.value() * rows.length;
        counted += rows.length;
        for (int i = 0; i < rows.length; i++) {
          influence[rows[i]] = fold.influence()[i];
        }
      }
    }
    if (counted == 0) {
      return Estimate.undefined();
    }
    for (int i = 0; i < influence.length; i++) {
      influence[i] *= (double) p.rows() / counted;
    }
    return new Estimate(value / counted, influence);
  }

  private static Collection<int[]> rowsByFold(Predictions p) {
    return IntStream.range(0, p.rows())
        .boxed()
        .collect(
            Collectors.groupingBy(
                i -> p.fold()[i],
                TreeMap::new,
                Collectors.collectingAndThen(
                    Collectors.toList(),
                    rows -> rows.stream().mapToInt(Integer::intValue).toArray())))
        .values();
  }

  /**
   * Exact area under the ROC curve with its placement values (DeLong, DeLong and Clarke-Pearson,
   * Biometrics 1988): of a positive the share of negatives below it, of a negative the share of
   * positives above it, ties half.
   */
  static Estimate auc(int rows, IntPredicate positive, IntToDoubleFunction score) {
    double[] positives = sortedWhere(rows, positive, score);
    double[] negatives = sortedWhere(rows, positive.negate(), score);
    if (positives.length == 0 || negatives.length == 0) {
      return Estimate.undefined();
    }
    double[] influence = new double[rows];
    double sum = 0;
    for (int i = 0; i < rows; i++) {
      boolean own = positive.test(i);
      double[] others = own ? negatives : positives;
      double below = rank(others, score.applyAsDouble(i) + 0.0);
      influence[i] = own ? below : others.length - below;
      sum += own ? below : 0;
    }
    double value = sum / positives.length / negatives.length;
    for (int i = 0; i < rows; i++) {
      boolean own = positive.test(i);
      int mine = own ? positives.length : negatives.length;
      influence[i] = (influence[i] / (rows - mine) - value) * rows / mine;
    }
    return new Estimate(value, influence);
  }

  /** Sorted; adding 0.0 makes -0.0 and 0.0 one score. */
  private static double[] sortedWhere(int rows, IntPredicate taken, IntToDoubleFunction score) {
    double[] sorted =
        IntStream.range(0, rows).filter(taken).mapToDouble(score).map(x -> x + 0.0).toArray();
    Arrays.sort(sorted);
    return sorted;
  }

  /** How many sorted values lie below {@code score}, those equal to it half. */
  private static double rank(double[] sorted, double score) {
    return (Sorted.below(sorted, score) + Sorted.below(sorted, Math.nextUp(score))) / 2.0;
  }

  /** The mean of those that are defined; undefined when none is. */
  static Estimate meanOfDefined(int count, IntFunction<Estimate> estimates) {
    double value = 0;
    double[] influence = new double[0];
    int defined = 0;
    for (int k = 0; k < count; k++) {
      Estimate each = estimates.apply(k);
      if (!Double.isNaN(each.value())) {
        value += each.value();
        defined++;
        influence = influence.length == 0 ? each.influence() : added(influence, each.influence());
      }
    }
    if (defined == 0) {
      return Estimate.undefined();
    }
    for (int i = 0; i < influence.length; i++) {
      influence[i] /= defined;
    }
    return new Estimate(value / defined, influence);
  }

  private static double[] added(double[] left, double[] right) {
    double[] sum = left.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += right[i];
    }
    return sum;
  }
}
