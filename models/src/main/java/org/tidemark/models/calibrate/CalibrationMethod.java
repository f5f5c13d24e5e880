package org.tidemark.models.calibrate;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How a calibrator is fitted to scores and the labels that came. */
public enum CalibrationMethod {
  /** {@link PlattScaling} with Platt's targets, which are a little inside 0 and 1. */
  PLATT,
  /** {@link BetaCalibration}; a coefficient that would be below 0 is left out. */
  BETA,
  /** {@link IsotonicCalibration}. */
  ISOTONIC,
  /** {@link TemperatureScaling}, two classes or more. */
  TEMPERATURE;

  /** Rows below which a fit is refused. */
  public static final int FEWEST_ROWS = 50;

  private static final double COLDEST = 0.01;
  private static final double HOTTEST = 100;
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;
  private static final int GOLDEN_STEPS = 100;

  /** In lower case, as settings have it. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The method of that name. */
  public static CalibrationMethod of(String id) {
    return Arrays.stream(values())
        .filter(method -> method.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown calibration '"
                        + id
                        + "'; known: none, "
                        + Arrays.stream(values())
                            .map(CalibrationMethod::id)
                            .collect(Collectors.joining(", "))));
  }

  /** Whether models with so many outputs a row can be calibrated by it. */
  public boolean fits(int outputs) {
    return outputs == 1 || this == TEMPERATURE && outputs >= 3;
  }

  /**
   * Fits.
   *
   * @param scores rows x outputs probabilities that the model gave to rows it was not fitted on
   * @param outputs 1 for the probability of class 1, else one per class
   * @param labels class of each row
   * @throws IllegalArgumentException for fewer than {@value #FEWEST_ROWS} rows, or rows of one
   *     class
   */
  public Calibrator fit(double[] scores, int outputs, int[] labels) {
    if (!fits(outputs)) {
      throw new IllegalArgumentException(
          "calibration " + id() + " is of two classes; for " + outputs + " use temperature");
    }
    if ((long) labels.length * outputs != scores.length) {
      throw new IllegalArgumentException(
          labels.length + " labels of " + outputs + " outputs came with " + scores.length);
    }
    if (labels.length < FEWEST_ROWS) {
      throw new IllegalArgumentException(
          labels.length
              + " scores are too few to calibrate by; "
              + FEWEST_ROWS
              + " are needed: validate on more rows, or set calibration=none");
    }
    if (Arrays.stream(labels).distinct().limit(2).count() < 2) {
      throw new IllegalArgumentException(
          "all "
              + labels.length
              + " labels are "
              + labels[0]
              + ": nothing to calibrate by; validate on more rows, or set calibration=none");
    }
    for (double score : scores) {
      if (!(score >= 0 && score <= 1)) {
        throw new IllegalArgumentException("score " + score + " is no probability from 0 to 1");
      }
    }
    return switch (this) {
      case PLATT -> platt(scores, labels);
      case BETA -> beta(scores, labels);
      case ISOTONIC -> isotonic(scores, labels);
      case TEMPERATURE -> temperature(scores, outputs, labels);
    };
  }

  private static double[] logs(double[] scores) {
    return Arrays.stream(scores).map(s -> StrictMath.log(Calibrator.inside(s))).toArray();
  }

  private static double[] logsOfRest(double[] scores) {
    return Arrays.stream(scores).map(s -> StrictMath.log(1 - Calibrator.inside(s))).toArray();
  }

  private static double[] ones(int n) {
    double[] ones = new double[n];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static Calibrator platt(double[] scores, int[] labels) {
    long ones = Arrays.stream(labels).filter(label -> label == 1).count();
    double high = (ones + 1.0) / (ones + 2.0);
    double low = 1.0 / (labels.length - ones + 2.0);
    double[] targets = Arrays.stream(labels).mapToDouble(l -> l == 1 ? high : low).toArray();
    double[] logs = logs(scores);
    double[] rest = logsOfRest(scores);
    double[] odds = IntStream.range(0, logs.length).mapToDouble(i -> logs[i] - rest[i]).toArray();
    double[] ab = LogisticFit.fit(new double[][] {odds, ones(labels.length)}, targets);
    // Scores that run against their labels say nothing: the best map that keeps order is flat.
    if (ab[0] < 0) {
      return new PlattScaling(0, LogisticFit.fit(new double[][] {ones(labels.length)}, targets)[0]);
    }
    return new PlattScaling(ab[0], ab[1]);
  }

  private static Calibrator beta(double[] scores, int[] labels) {
    double[] targets = Arrays.stream(labels).asDoubleStream().toArray();
    double[] logs = logs(scores);
    double[] rest = Arrays.stream(logsOfRest(scores)).map(v -> -v).toArray();
    double[] ones = ones(labels.length);
    double[] abc = LogisticFit.fit(new double[][] {logs, rest, ones}, targets);
    if (abc[0] >= 0 && abc[1] >= 0) {
      return new BetaCalibration(abc[0], abc[1], abc[2]);
    }
    boolean first = abc[0] < 0;
    double[] two = LogisticFit.fit(new double[][] {first ? rest : logs, ones}, targets);
    if (two[0] < 0) {
      return new BetaCalibration(0, 0, LogisticFit.fit(new double[][] {ones}, targets)[0]);
    }
    return first ? new BetaCalibration(0, two[0], two[1]) : new BetaCalibration(two[0], 0, two[1]);
  }

  /** Pool adjacent violators: equal scores first, then neighbours whose means fall. */
  private static Calibrator isotonic(double[] scores, int[] labels) {
    int[] order =
        IntStream.range(0, labels.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> scores[i]))
            .mapToInt(i -> i)
            .toArray();
    double[] sums = new double[order.length];
    double[] ones = new double[order.length];
    double[] counts = new double[order.length];
    int blocks = 0;
    for (int at = 0; at < order.length; at++) {
      int row = order[at];
      boolean tied = at > 0 && scores[row] == scores[order[at - 1]];
      if (!tied) {
        blocks++;
      }
      sums[blocks - 1] += scores[row];
      ones[blocks - 1] += labels[row];
      counts[blocks - 1] += 1;
      boolean complete = at + 1 == order.length || scores[order[at + 1]] != scores[row];
      while (complete
          && blocks > 1
          && ones[blocks - 2] * counts[blocks - 1] >= ones[blocks - 1] * counts[blocks - 2]) {
        sums[blocks - 2] += sums[blocks - 1];
        ones[blocks - 2] += ones[blocks - 1];
        counts[blocks - 2] += counts[blocks - 1];
        blocks--;
        sums[blocks] = 0;
        ones[blocks] = 0;
        counts[blocks] = 0;
      }
    }
    double[] x = new double[blocks];
    double[] y = new double[blocks];
    for (int block = 0; block < blocks; block++) {
      x[block] = sums[block] / counts[block];
      y[block] = ones[block] / counts[block];
    }
    return new IsotonicCalibration(x, y);
  }

  /** The mean log loss has one minimum over the logarithm of the temperature's inverse. */
  private static Calibrator temperature(double[] scores, int outputs, int[] labels) {
    double[] logs = logs(scores);
    double[] rest = outputs == 1 ? logsOfRest(scores) : new double[0];
    double low = StrictMath.log(COLDEST);
    double high = StrictMath.log(HOTTEST);
    double left = high - GOLDEN * (high - low);
    double right = low + GOLDEN * (high - low);
    double leftLoss = loss(logs, rest, outputs, labels, StrictMath.exp(left));
    double rightLoss = loss(logs, rest, outputs, labels, StrictMath.exp(right));
    for (int step = 0; step < GOLDEN_STEPS && high - low > 1e-10; step++) {
      if (leftLoss <= rightLoss) {
        high = right;
        right = left;
        rightLoss = leftLoss;
        left = high - GOLDEN * (high - low);
        leftLoss = loss(logs, rest, outputs, labels, StrictMath.exp(left));
      } else {
        low = left;
        left = right;
        leftLoss = rightLoss;
        right = low + GOLDEN * (high - low);
        rightLoss = loss(logs, rest, outputs, labels, StrictMath.exp(right));
      }
    }
    return new TemperatureScaling(StrictMath.exp((low + high) / 2));
  }

  private static double loss(
      double[] logs, double[] rest, int outputs, int[] labels, double temperature) {
    double sum = 0;
    for (int row = 0; row < labels.length; row++) {
      if (outputs == 1) {
        double margin = (logs[row] - rest[row]) / temperature;
        sum +=
            Math.max(margin, 0)
                + StrictMath.log1p(StrictMath.exp(-Math.abs(margin)))
                - labels[row] * margin;
        continue;
      }
      double highest = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < outputs; k++) {
        highest = Math.max(highest, logs[row * outputs + k] / temperature);
      }
      double all = 0;
      for (int k = 0; k < outputs; k++) {
        all += StrictMath.exp(logs[row * outputs + k] / temperature - highest);
      }
      sum += highest + StrictMath.log(all) - logs[row * outputs + labels[row]] / temperature;
    }
    return sum / labels.length;
  }
}
