package org.tidemark.models.tune;

import java.util.Arrays;
import java.util.List;

/**
 * A density over points, made of one kernel around each observed point and one uniform kernel.
 *
 * <p>A kernel is a product over the coordinates, so that coordinates that were good together stay
 * together. Where a point of a conditional space lacks a coordinate, its kernel is uniform there.
 */
final class Parzen {
  private static final double NOTHING = -50; // logs: such a share of a sum is below its last bit

  private final Space space;
  private final Axis[] axes;
  private final double[][] centres;
  private final double[] widths;
  private final double[] weights; // of the kernels, then of the uniform one; sum 1
  private final double[] logWeights;
  private final double[][] inside; // the part of each kernel that does not depend on the point

  /**
   * @param centres observed points
   * @param widths of the kernels, one per coordinate
   * @param weights one per point, and one more for the uniform kernel
   */
  Parzen(Space space, List<double[]> centres, double[] widths, double[] weights) {
    this.space = space;
    axes = space.parameters().stream().map(p -> Axis.of(p.domain())).toArray(Axis[]::new);
    this.centres = centres.toArray(double[][]::new);
    this.widths = widths;
    this.weights = weights;
    logWeights = Arrays.stream(weights).map(StrictMath::log).toArray();
    inside = new double[this.centres.length][axes.length];
    for (int i = 0; i < inside.length; i++) {
      for (int d = 0; d < axes.length; d++) {
        double centre = this.centres[i][d];
        inside[i][d] = Double.isNaN(centre) ? 0 : axes[d].logInside(centre, widths[d]);
      }
    }
  }

  /** A point: of one kernel, each coordinate in the order of the space while it is there. */
  double[] draw(Draws draws) {
    double left = draws.uniform();
    int kernel = 0;
    while (kernel < centres.length && left >= weights[kernel]) {
      left -= weights[kernel];
      kernel++;
    }
    double[] point = new double[axes.length];
    for (int d = 0; d < axes.length; d++) {
      boolean known = kernel < centres.length && !Double.isNaN(centres[kernel][d]);
      point[d] = known ? axes[d].draw(centres[kernel][d], widths[d], draws) : axes[d].draw(draws);
    }
    return space.point(space.at(point));
  }

  /** The log of the density of a point over the coordinates that it has. */
  double logDensity(double[] point) {
    double[] terms = new double[centres.length + 1];
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < terms.length; i++) {
      double sum = logWeights[i];
      for (int d = 0; d < axes.length; d++) {
        if (!Double.isNaN(point[d])) {
          sum += term(i, d, point[d]);
        }
      }
      terms[i] = sum;
      most = Math.max(most, sum);
    }
    double sum = 0;
    for (double term : terms) {
      sum += term - most < NOTHING ? 0 : StrictMath.exp(term - most);
    }
    return most + StrictMath.log(sum);
  }

  private double term(int kernel, int d, double x) {
    boolean known = kernel < centres.length && !Double.isNaN(centres[kernel][d]);
    return known
        ? axes[d].logKernel(x, centres[kernel][d], widths[d]) - inside[kernel][d]
        : axes[d].logPrior(x);
  }
}
