package org.tidemark.models.onnx;

import java.util.Arrays;
import org.tidemark.models.FormedModel;

/** Compares a native model with its ONNX file row by row and writes the certificate. */
public final class ParityCheck {
  private static final int BATCH = 4_096;
  private static final int SINGLE = 512;
  private static final float[] ODD = {
    Float.NaN, -Float.MAX_VALUE, Float.MAX_VALUE, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY
  };

  private final FormedModel model;
  private final RowScorer onnx;
  private final int width;
  private final int outputs;
  private final double unit;
  private final float[] batch;
  private int filled;
  private long flips;
  private long mismatches;
  private double maxDifference;
  private double maxFlipDistance;

  private ParityCheck(FormedModel model, RowScorer onnx, double unit) {
    this.model = model;
    this.unit = unit;
    this.onnx = onnx;
    this.width = model.featureNames().size();
    this.outputs = model.target().width();
    this.batch = new float[BATCH * width];
  }

  /**
   * Compares on real rows and on rows generated from them.
   *
   * @param onnx scores with the file of {@code artifact}
   * @param sample row-major real rows, at least one
   */
  public static ParityCertificate certify(
      FormedModel model, OnnxArtifact artifact, RowScorer onnx, float[] sample, int rows) {
    return certify(model, artifact, onnx, sample, rows, EstimateUnit.ONE);
  }

  /**
   * The same, with the unit that differences of estimates are told in.
   *
   * @param unit {@link EstimateUnit} of the labels
   */
  public static ParityCertificate certify(
      FormedModel model,
      OnnxArtifact artifact,
      RowScorer onnx,
      float[] sample,
      int rows,
      double unit) {
    int width = model.featureNames().size();
    if (rows < 1 || (long) rows * width != sample.length) {
      throw new IllegalArgumentException(
          "a certificate needs at least one row of "
              + width
              + " columns, but "
              + rows
              + " rows came as "
              + sample.length
              + " values");
    }
    ParityCheck check = new ParityCheck(model, onnx, unit);
    for (int row = 0; row < rows; row++) {
      check.add(sample, row);
    }
    check.flush();
    int single = Math.min(rows, SINGLE);
    for (int row = 0; row < single; row++) {
      check.add(sample, row);
      check.flush();
    }
    int missing = check.missing(sample, rows);
    float[][] edges = model.form().edges();
    int pairs = check.edges(sample, rows, edges);
    return new ParityCertificate(
        artifact.sha256(),
        rows,
        missing,
        pairs,
        3 * pairs,
        single,
        check.flips,
        check.mismatches,
        check.maxDifference,
        check.maxFlipDistance,
        model.form().tolerance());
  }

  private int missing(float[] sample, int rows) {
    Arrays.fill(batch, 0, width, Float.NaN);
    filled = 1;
    int made = 1;
    for (float value : ODD) {
      for (int column = 0; column < width; column++) {
        addWith(sample, made++ % rows, column, value);
      }
    }
    flush();
    return made;
  }

  private int edges(float[] sample, int rows, float[][] edges) {
    int pairs = 0;
    for (int column = 0; column < width; column++) {
      for (float edge : edges[column]) {
        int row = pairs++ % rows;
        addWith(sample, row, column, edge);
        addWith(sample, row, column, Math.nextDown(edge));
        addWith(sample, row, column, Math.nextUp(edge));
      }
    }
    flush();
    return pairs;
  }

  private void addWith(float[] sample, int row, int column, float value) {
    System.arraycopy(sample, row * width, batch, filled * width, width);
    batch[filled * width + column] = value;
    step();
  }

  private void add(float[] sample, int row) {
    System.arraycopy(sample, row * width, batch, filled * width, width);
    step();
  }

  private void step() {
    if (++filled == BATCH) {
      flush();
    }
  }

  private void flush() {
    if (filled == 0) {
      return;
    }
    float[] rows = filled == BATCH ? batch : Arrays.copyOf(batch, filled * width);
    float[] wanted = model.score(rows, filled);
    float[] got = onnx.score(rows, filled);
    for (int row = 0; row < filled; row++) {
      compare(wanted, got, row * outputs);
    }
    filled = 0;
  }

  private void compare(float[] wanted, float[] got, int from) {
    double worst = 0;
    for (int k = from; k < from + outputs; k++) {
      double difference = EstimateUnit.difference(model.target(), unit, wanted[k], got[k]);
      worst = Math.max(worst, Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference);
    }
    boolean flipped =
        ScoreMatch.label(model.target(), wanted, from)
            != ScoreMatch.label(model.target(), got, from);
    if (flipped) {
      flips++;
      maxFlipDistance = Math.max(maxFlipDistance, distance(wanted, from));
    }
    if (flipped || worst > model.form().tolerance()) {
      mismatches++;
    }
    maxDifference = Math.max(maxDifference, worst);
  }

  private double distance(float[] scores, int from) {
    if (outputs == 1) {
      return Math.abs(scores[from] - 0.5);
    }
    float[] sorted = Arrays.copyOfRange(scores, from, from + outputs);
    Arrays.sort(sorted);
    return (double) sorted[outputs - 1] - sorted[outputs - 2];
  }
}
