package org.tidemark.models.ensemble;

import java.util.Arrays;
import org.tidemark.models.Target;
import org.tidemark.models.form.Combiner;
import org.tidemark.models.form.LinearForm;
import org.tidemark.models.form.Link;

/**
 * Stacking after Wolpert (Neural Networks 5, 1992, 241-259): a ridge-penalised logistic regression
 * (of two or several classes) or linear regression of the label on the members' standardised
 * scores. It minimises the summed loss plus half the squared coefficients, intercepts free, by
 * Newton steps over the rows in their order: the same rows give the same bits.
 */
final class StackFit {
  private static final int MOST_STEPS = 100;
  private static final int MOST_HALVES = 40;
  private static final double CLOSE = 1e-13;
  private static final double RIDGE = 1;

  /** Intercepts of several classes are known but for a number added to all. */
  private static final double FREE = 1e-9;

  private final double[][] rows;
  private final double[] labels;
  private final int outputs;
  private final Link link;

  private StackFit(double[][] rows, double[] labels, int outputs, Link link) {
    this.rows = rows;
    this.labels = labels;
    this.outputs = outputs;
    this.link = link;
  }

  /**
   * The best linear model on some rows.
   *
   * @param picked their indices, one or more
   */
  static Combiner.Stack fit(MemberScores scores, int[] picked) {
    Target target = scores.target();
    int columns = scores.members() * target.width();
    Link link =
        target instanceof Target.Regression
            ? Link.IDENTITY
            : target instanceof Target.Binary ? Link.SIGMOID : Link.SOFTMAX;
    double[][] rows = new double[picked.length][columns + 1];
    double[] labels = new double[picked.length];
    double[] means = new double[columns];
    double[] deviations = new double[columns];
    for (int i = 0; i < picked.length; i++) {
      float[] own = scores.scores(picked[i]);
      labels[i] = scores.rows().labels()[picked[i]];
      for (int j = 0; j < columns; j++) {
        rows[i][j] = own[j];
        means[j] += own[j];
      }
    }
    Arrays.setAll(means, j -> means[j] / picked.length);
    for (double[] row : rows) {
      for (int j = 0; j < columns; j++) {
        deviations[j] += (row[j] - means[j]) * (row[j] - means[j]);
      }
    }
    for (int j = 0; j < columns; j++) {
      double deviation = Math.sqrt(deviations[j] / picked.length);
      deviations[j] = deviation > 0 ? deviation : 1;
    }
    for (double[] row : rows) {
      for (int j = 0; j < columns; j++) {
        row[j] =
            Math.min(
                LinearForm.CLIP, Math.max(-LinearForm.CLIP, (row[j] - means[j]) / deviations[j]));
      }
      row[columns] = 1;
    }
    double[][] fitted = new StackFit(rows, labels, target.width(), link).solve();
    double[][] coefficients = new double[fitted.length][];
    double[] intercepts = new double[fitted.length];
    for (int k = 0; k < fitted.length; k++) {
      coefficients[k] = Arrays.copyOf(fitted[k], columns);
      intercepts[k] = fitted[k][columns];
    }
    return new Combiner.Stack(
        scores.members(), new LinearForm(means, deviations, coefficients, intercepts, link));
  }

  /** Per output the coefficients and, last, the intercept. */
  private double[][] solve() {
    double[][] at = new double[outputs][rows[0].length];
    double loss = loss(at);
    for (int step = 0; step < MOST_STEPS; step++) {
      double[] move = newton(at);
      double share = 1;
      double[][] next = moved(at, move, share);
      double there = loss(next);
      for (int half = 0; half < MOST_HALVES && !(there <= loss); half++) {
        share /= 2;
        next = moved(at, move, share);
        there = loss(next);
      }
      if (!(there <= loss)) {
        return at;
      }
      boolean done = loss - there <= CLOSE * Math.abs(loss);
      at = next;
      loss = there;
      if (done) {
        return at;
      }
    }
    return at;
  }

  private double[][] moved(double[][] at, double[] move, double share) {
    double[][] next = new double[outputs][];
    int width = at[0].length;
    for (int k = 0; k < outputs; k++) {
      next[k] = at[k].clone();
      for (int j = 0; j < width; j++) {
        next[k][j] -= share * move[k * width + j];
      }
    }
    return next;
  }

  private double penalty(int j) {
    return j + 1 == rows[0].length ? FREE : RIDGE;
  }

  private double loss(double[][] at) {
    double sum = 0;
    double[] margins = new double[outputs];
    for (int i = 0; i < rows.length; i++) {
      margins(at, i, margins);
      sum +=
          switch (link) {
            case IDENTITY -> 0.5 * (margins[0] - labels[i]) * (margins[0] - labels[i]);
            case SIGMOID ->
                Math.max(margins[0], 0)
                    + StrictMath.log1p(StrictMath.exp(-Math.abs(margins[0])))
                    - labels[i] * margins[0];
            case SOFTMAX -> -StrictMath.log(chances(margins)[(int) labels[i]]);
            case FLOAT_SIGMOID, PROBABILITY ->
                throw new IllegalStateException("a stack is linear in margins");
          };
    }
    for (double[] one : at) {
      for (int j = 0; j < one.length; j++) {
        sum += 0.5 * penalty(j) * one[j] * one[j];
      }
    }
    return sum;
  }

  private void margins(double[][] at, int row, double[] margins) {
    for (int k = 0; k < outputs; k++) {
      double dot = 0;
      for (int j = 0; j < at[k].length; j++) {
        dot += at[k][j] * rows[row][j];
      }
      margins[k] = dot;
    }
  }

  private static double[] chances(double[] margins) {
    double highest = Arrays.stream(margins).max().orElseThrow();
    double[] chances = new double[margins.length];
    double sum = 0;
    for (int k = 0; k < margins.length; k++) {
      chances[k] = StrictMath.exp(margins[k] - highest);
      sum += chances[k];
    }
    for (int k = 0; k < margins.length; k++) {
      chances[k] = Math.max(Double.MIN_NORMAL, chances[k] / sum);
    }
    return chances;
  }

  private double[] newton(double[][] at) {
    int width = at[0].length;
    int size = outputs * width;
    double[] slope = new double[size];
    double[][] bend = new double[size][size];
    double[] margins = new double[outputs];
    for (int i = 0; i < rows.length; i++) {
      margins(at, i, margins);
      double[] p = link == Link.SOFTMAX ? chances(margins) : margins.clone();
      if (link == Link.SIGMOID) {
        p[0] = 1 / (1 + StrictMath.exp(-margins[0]));
      }
      for (int k = 0; k < outputs; k++) {
        double truth = link == Link.SOFTMAX ? (labels[i] == k ? 1 : 0) : labels[i];
        for (int j = 0; j < width; j++) {
          slope[k * width + j] += (p[k] - truth) * rows[i][j];
        }
        for (int other = 0; other <= k; other++) {
          double second = link == Link.IDENTITY ? 1 : (k == other ? p[k] : 0) - p[k] * p[other];
          for (int j = 0; j < width; j++) {
            for (int l = 0; l < width; l++) {
              bend[k * width + j][other * width + l] += second * rows[i][j] * rows[i][l];
            }
          }
        }
      }
    }
    for (int k = 0; k < outputs; k++) {
      for (int j = 0; j < width; j++) {
        slope[k * width + j] += penalty(j) * at[k][j];
        bend[k * width + j][k * width + j] += penalty(j);
      }
    }
    return new Cholesky(bend).solve(slope);
  }
}
