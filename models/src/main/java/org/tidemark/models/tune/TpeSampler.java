package org.tidemark.models.tune;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Tree-structured Parzen estimators (Bergstra, Bardenet, Bengio and Kegl 2011, "Algorithms for
 * hyper-parameter optimization", section 4), over all coordinates together.
 *
 * <p>The first {@code start} trials are uniform. Then the known trials are sorted, best first:
 * those that did all steps by value, then pruned ones, farther ones first, then failed ones. The
 * best {@value #GOOD_SHARE} of them, rounded up, at least 2 and at most {@value #MOST_GOOD}, make
 * the density l; the others, and the trials of the same batch whose results are not known, make g.
 * Of {@value #CANDIDATES} draws from l the one with the largest l / g is proposed, which maximises
 * the expected improvement (their equation 3); one that was tried before only when all were.
 *
 * <p>Kernels ({@link Parzen}) of g and the uniform one, the prior, weigh 1; those of l fall evenly
 * from {@value #BEST_WEIGHT} for the best to 1. On real and whole coordinates they are normals cut
 * off at the ends, as wide as {@value #WIDTH} / sqrt(n) of the interval with n known trials. A
 * choice of k words keeps its word with probability {@code (m + 1) / (m + k)}, where m points of
 * the group have it. The constants were chosen on seven functions (docs/benchmarks.md). Widths from
 * the spread of the good points, as is usual for densities, collapsed long before the least value
 * was near.
 *
 * @param start uniform trials, 2 or more
 */
public record TpeSampler(int start) implements Sampler {
  static final int START = 10;

  private static final double GOOD_SHARE = 0.1;
  private static final int MOST_GOOD = 25;
  private static final int CANDIDATES = 24;
  private static final double WIDTH = 0.4;
  private static final double BEST_WEIGHT = 3;

  public TpeSampler {
    if (start < 2) {
      throw new IllegalArgumentException("start = " + start + " must be 2 uniform trials or more");
    }
  }

  @Override
  public String id() {
    return "tpe:start=" + start;
  }

  @Override
  public OptionalInt limit(Space space) {
    return OptionalInt.empty();
  }

  @Override
  public Assignment propose(
      Space space, Goal goal, long seed, int number, List<Trial> known, List<Assignment> beside) {
    if (number < start || known.size() < 2) {
      return new RandomSampler().propose(space, goal, seed, number, known, beside);
    }
    List<double[]> points =
        known.stream().sorted(order(goal)).map(t -> space.point(t.assignment())).toList();
    int good = (int) Math.ceil(GOOD_SHARE * points.size());
    good = Math.max(2, Math.min(MOST_GOOD, good));
    List<double[]> others = new ArrayList<>(points.subList(good, points.size()));
    beside.forEach(assignment -> others.add(space.point(assignment)));
    double width = WIDTH / Math.sqrt(known.size());
    Parzen likely = parzen(space, points.subList(0, good), width, BEST_WEIGHT);
    Parzen unlikely = parzen(space, others, width, 1);

    Set<Assignment> tried = new HashSet<>(beside);
    known.forEach(trial -> tried.add(trial.assignment()));
    Draws draws = new Draws(seed, number);
    Candidate best = candidate(space, likely, unlikely, tried, draws);
    for (int i = 1; i < CANDIDATES; i++) {
      Candidate candidate = candidate(space, likely, unlikely, tried, draws);
      best = candidate.beats(best) ? candidate : best;
    }
    return best.assignment();
  }

  private static Candidate candidate(
      Space space, Parzen likely, Parzen unlikely, Set<Assignment> tried, Draws draws) {
    double[] point = likely.draw(draws);
    Assignment assignment = space.at(point);
    double gain = likely.logDensity(point) - unlikely.logDensity(point);
    return new Candidate(assignment, tried.contains(assignment), gain);
  }

  /** What could be proposed, and the log of l / g there. */
  private record Candidate(Assignment assignment, boolean tried, double gain) {
    boolean beats(Candidate other) {
      return tried == other.tried ? gain > other.gain : other.tried;
    }
  }

  /** Best first; equal ones in order of their numbers, as sorting is stable. */
  private static Comparator<Trial> order(Goal goal) {
    return Comparator.<Trial>comparingInt(t -> rank(t.state()))
        .thenComparingInt(t -> t.state() instanceof Trial.Pruned ? -t.scores().size() : 0)
        .thenComparingDouble(t -> goal.cost(t.value()));
  }

  private static int rank(Trial.State state) {
    return state instanceof Trial.Failed ? 2 : state instanceof Trial.Pruned ? 1 : 0;
  }

  /** Kernels whose weights fall evenly from nearly {@code first} to 1; the prior weighs 1. */
  private static Parzen parzen(Space space, List<double[]> points, double width, double first) {
    double[] widths = new double[space.parameters().size()];
    for (int d = 0; d < widths.length; d++) {
      int at = d;
      widths[d] = width;
      if (space.parameters().get(d).domain() instanceof Domain.Choice choice) {
        double with = points.stream().filter(point -> !Double.isNaN(point[at])).count();
        widths[d] = choice.words().size() / (with + choice.words().size());
      }
    }
    int count = points.size();
    double[] weights = new double[count + 1];
    double sum = 1;
    for (int i = 0; i < count; i++) {
      weights[i] = first - (first - 1) * (i + 1) / count;
      sum += weights[i];
    }
    weights[count] = 1;
    for (int i = 0; i <= count; i++) {
      weights[i] /= sum;
    }
    return new Parzen(space, points, widths, weights);
  }
}
