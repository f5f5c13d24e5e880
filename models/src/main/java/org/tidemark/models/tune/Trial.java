package org.tidemark.models.tune;

import java.util.List;

/**
 * One assignment and what has become of it.
 *
 * @param number from 0
 * @param scores of the steps from 0 that ended with a value
 */
public record Trial(int number, Assignment assignment, List<Double> scores, State state) {
  /** What has become of a trial. */
  public sealed interface State {}

  /** Some of its work is still to be done. */
  public record Running() implements State {}

  /** Every step has a value. */
  public record Done() implements State {}

  /** Not worth more steps. */
  public record Pruned() implements State {}

  /** A step had no value, for the reason given. */
  public record Failed(String reason) implements State {}

  public Trial {
    scores = List.copyOf(scores);
  }

  /** Mean over the steps that have a value; NaN when none has, and when the trial failed. */
  public double value() {
    return state instanceof Failed ? Double.NaN : mean(scores.size());
  }

  /** Mean over the first steps, summed in their order; NaN of none. */
  double mean(int steps) {
    double sum = 0;
    for (int i = 0; i < steps; i++) {
      sum += scores.get(i);
    }
    return sum / steps;
  }
}
