package org.tidemark.models.tune;

import org.tidemark.features.statistic.NormalDistribution;

/** One coordinate of a point as a Parzen estimator sees it. */
sealed interface Axis {
  /**
   * The log of the probability of the cell at {@code x}, or the log density there, of a kernel up
   * to {@link #logInside}.
   */
  double logKernel(double x, double centre, double width);

  /** What is subtracted so that a kernel that is cut off at the ends has probability 1. */
  double logInside(double centre, double width);

  /** As {@link #logKernel}, of the uniform distribution. */
  double logPrior(double x);

  /** A draw from the kernel. */
  double draw(double centre, double width, Draws draws);

  /** A draw from the uniform distribution. */
  double draw(Draws draws);

  static Axis of(Domain domain) {
    if (domain instanceof Domain.Choice choice) {
      return new Words(choice.words().size());
    }
    return domain instanceof Domain.Wholes wholes ? new Cells(wholes) : new Line();
  }

  /** Normal kernels cut off at the ends of [0, 1]. */
  record Line() implements Axis {
    private static final double LOG_ROOT_OF_TWO_PI = 0.5 * StrictMath.log(2 * StrictMath.PI);
    private static final int TRIES = 100;

    @Override
    public double logKernel(double x, double centre, double width) {
      double z = (x - centre) / width;
      return -z * z / 2 - LOG_ROOT_OF_TWO_PI;
    }

    @Override
    public double logInside(double centre, double width) {
      return StrictMath.log(width * mass(0, 1, centre, width));
    }

    @Override
    public double logPrior(double x) {
      return 0;
    }

    @Override
    public double draw(double centre, double width, Draws draws) {
      for (int i = 0; i < TRIES; i++) {
        double x = centre + width * draws.normal();
        if (x >= 0 && x <= 1) {
          return x;
        }
      }
      return centre;
    }

    @Override
    public double draw(Draws draws) {
      return draws.uniform();
    }

    /** Probability between two coordinates, of the normal that is not cut off. */
    static double mass(double from, double to, double centre, double width) {
      double a = (from - centre) / width;
      double b = (to - centre) / width;
      // both on the far side of the centre: subtract small tails, not numbers near 1
      return a > 0
          ? NormalDistribution.below(-a) - NormalDistribution.below(-b)
          : NormalDistribution.below(b) - NormalDistribution.below(a);
    }
  }

  /** The same over the cells of whole numbers. */
  record Cells(Domain.Wholes domain) implements Axis {
    @Override
    public double logKernel(double x, double centre, double width) {
      double half = cell(x) / 2;
      return StrictMath.log(Line.mass(x - half, x + half, centre, width));
    }

    @Override
    public double logInside(double centre, double width) {
      return StrictMath.log(Line.mass(0, 1, centre, width));
    }

    @Override
    public double logPrior(double x) {
      return StrictMath.log(cell(x));
    }

    private double cell(double x) {
      return domain.cell(domain.at(x));
    }

    @Override
    public double draw(double centre, double width, Draws draws) {
      return snap(new Line().draw(centre, width, draws));
    }

    @Override
    public double draw(Draws draws) {
      return snap(draws.uniform());
    }

    private double snap(double x) {
      return domain.coordinate(domain.at(x));
    }
  }

  /**
   * Kernels that keep their word with probability {@code 1 - width + width / count} and take each
   * other with {@code width / count}.
   */
  record Words(int count) implements Axis {
    @Override
    public double logKernel(double x, double centre, double width) {
      double other = width / count;
      return StrictMath.log(index(x) == index(centre) ? 1 - width + other : other);
    }

    @Override
    public double logInside(double centre, double width) {
      return 0;
    }

    @Override
    public double logPrior(double x) {
      return -StrictMath.log(count);
    }

    @Override
    public double draw(double centre, double width, Draws draws) {
      return draws.uniform() < width ? draw(draws) : centre;
    }

    @Override
    public double draw(Draws draws) {
      return (draws.below(count) + 0.5) / count;
    }

    private int index(double x) {
      return (int) (x * count);
    }
  }
}
