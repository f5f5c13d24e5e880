package org.tidemark.models.tune;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * How a training went so far, as {@link EarlyStopping} sees it.
 *
 * <p>Example: patience 2, min_delta 0.1, values 1, 1.05, 1.15, 1.2, 1.2 to be maximised. 1.15 beats
 * 1 by more than 0.1, 1.05 did not; after two more steps that do not beat 1.15 by more than 0.1 the
 * run stops, and step 2 is kept.
 *
 * @param rule it is watched by
 * @param watched one value per step, on validation rows
 * @param training one value of the same metric per step, on training rows
 * @param best step with the best value, counted from 0; nothing until a step has a value
 */
public record Curve(
    EarlyStopping rule, List<Double> watched, List<Double> training, OptionalInt best) {
  public Curve {
    watched = List.copyOf(watched);
    training = List.copyOf(training);
    if (watched.size() != training.size()) {
      throw new IllegalArgumentException(
          watched.size() + " watched values came with " + training.size() + " of training");
    }
  }

  /**
   * One step later.
   *
   * @param value of the metric on validation rows; NaN when it is not defined
   * @param fitted of the metric on training rows; NaN when it is not known
   */
  public Curve after(double value, double fitted) {
    List<Double> values = new ArrayList<>(watched);
    values.add(value);
    List<Double> fits = new ArrayList<>(training);
    fits.add(fitted);
    boolean first = best.isEmpty() && !Double.isNaN(value);
    boolean gained = best.isPresent() && gains(value, watched.get(best.getAsInt()));
    return new Curve(rule, values, fits, first || gained ? OptionalInt.of(watched.size()) : best);
  }

  /** Whether the run is over. */
  public boolean stops() {
    return sinceBest() >= rule.patience();
  }

  /** Steps after the best one; all when none has a value. */
  public int sinceBest() {
    return watched.size() - 1 - best.orElse(-1);
  }

  /** What the run is doing. */
  public Phase phase() {
    int last = watched.size() - 1;
    int window = rule.window();
    if (last < window) {
      return Phase.WARMING;
    }
    if (best.isPresent() && sinceBest() <= window) {
      return Phase.IMPROVING;
    }
    boolean fell = best.isPresent() && gains(watched.get(best.getAsInt()), watched.get(last));
    boolean fits = gains(training.get(last), training.get(last - window));
    return fell && fits ? Phase.OVERFITTING : Phase.PLATEAU;
  }

  /** Whether a value is better than another by more than the least gain; NaN never is. */
  private boolean gains(double value, double than) {
    return rule.goal().cost(value) < rule.goal().cost(than) - rule.minDelta();
  }
}
