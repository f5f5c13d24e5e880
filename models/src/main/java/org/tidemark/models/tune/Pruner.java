package org.tidemark.models.tune;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which trials of a batch are not worth another step, once all of the batch have done one. A trial
 * is judged by its mean over the steps so far, beside declared others alone: those of its own
 * batch, and those of earlier batches that came as far. So it does not matter which finished first.
 */
public sealed interface Pruner {
  /** The text that {@link #parse} reads back. */
  String id();

  /** Whether the trials of a batch must wait for one another after this many steps. */
  boolean decidesAfter(int steps);

  /**
   * The numbers of the trials to stop.
   *
   * @param steps done by all that are named, 1 or more
   * @param batch trials that could go on
   * @param earlier trials of earlier batches with a value for every one of these steps
   */
  Set<Integer> stops(Goal goal, int steps, List<Trial> batch, List<Trial> earlier);

  /** Every trial does all steps. */
  record Never() implements Pruner {
    @Override
    public String id() {
      return "none";
    }

    @Override
    public boolean decidesAfter(int steps) {
      return false;
    }

    @Override
    public Set<Integer> stops(Goal goal, int steps, List<Trial> batch, List<Trial> earlier) {
      return Set.of();
    }
  }

  /**
   * Stops what is worse than the median of the earlier batches at the same step (Golovin et al.
   * 2017, "Google Vizier", section 3.2.2).
   *
   * @param trials earlier ones that must have come as far, 1 or more
   * @param after steps without a decision, 1 or more
   */
  record Median(int trials, int after) implements Pruner {
    public Median {
      positive("trials", trials);
      positive("after", after);
    }

    @Override
    public String id() {
      return "median:trials=" + trials + ",after=" + after;
    }

    @Override
    public boolean decidesAfter(int steps) {
      return steps >= after;
    }

    @Override
    public Set<Integer> stops(Goal goal, int steps, List<Trial> batch, List<Trial> earlier) {
      if (earlier.size() < trials) {
        return Set.of();
      }
      double[] costs = earlier.stream().mapToDouble(t -> goal.cost(t.mean(steps))).toArray();
      Arrays.sort(costs);
      int half = costs.length / 2;
      double median = costs.length % 2 == 1 ? costs[half] : costs[half - 1] / 2 + costs[half] / 2;
      return batch.stream()
          .filter(t -> goal.cost(t.mean(steps)) > median)
          .map(Trial::number)
          .collect(Collectors.toSet());
    }
  }

  /**
   * Successive halving (Li et al. 2020, "A system for massively parallel hyperparameter tuning",
   * algorithm 2) with steps as the resource: after {@code first}, {@code first * reduction}, {@code
   * first * reduction^2}, ... steps only the best {@code 1 / reduction} of all that came as far go
   * on, at least one. The paper promotes whatever is free at the moment; here a batch decides
   * together, so that the same trials go on at any parallelism. Of equal trials the older goes on.
   *
   * @param reduction 2 or more
   * @param first steps before the first decision, 1 or more
   */
  record Asha(int reduction, int first) implements Pruner {
    public Asha {
      positive("first", first);
      if (reduction < 2) {
        throw new IllegalArgumentException("reduction = " + reduction + " must be 2 or more");
      }
    }

    @Override
    public String id() {
      return "asha:reduction=" + reduction + ",first=" + first;
    }

    @Override
    public boolean decidesAfter(int steps) {
      long rung = first;
      while (rung < steps) {
        rung *= reduction;
      }
      return rung == steps;
    }

    @Override
    public Set<Integer> stops(Goal goal, int steps, List<Trial> batch, List<Trial> earlier) {
      List<Trial> rung = new ArrayList<>(earlier);
      rung.addAll(batch);
      rung.sort(
          Comparator.<Trial>comparingDouble(t -> goal.cost(t.mean(steps)))
              .thenComparingInt(Trial::number));
      Set<Integer> on =
          rung.subList(0, Math.max(1, rung.size() / reduction)).stream()
              .map(Trial::number)
              .collect(Collectors.toSet());
      return batch.stream()
          .map(Trial::number)
          .filter(number -> !on.contains(number))
          .collect(Collectors.toSet());
    }
  }

  /** Reads {@code none}, {@code median:trials=5,after=1} or {@code asha:reduction=3,first=1}. */
  static Pruner parse(String text) {
    Settings settings = Settings.parse("pruner", text);
    return switch (settings.kind()) {
      case "none" -> settings.done(new Never());
      case "median" ->
          settings.done(new Median(settings.whole("trials", 5), settings.whole("after", 1)));
      case "asha" ->
          settings.done(new Asha(settings.whole("reduction", 3), settings.whole("first", 1)));
      default -> throw settings.refuse("it must begin with none, median or asha");
    };
  }

  private static void positive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " = " + value + " must be 1 or more");
    }
  }
}
