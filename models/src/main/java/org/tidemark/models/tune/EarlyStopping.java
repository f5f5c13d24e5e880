package org.tidemark.models.tune;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.List;
import java.util.OptionalInt;
import org.tidemark.models.evaluate.Metric;

/**
 * When to stop a training that goes step by step (trees, epochs): after {@code patience} steps
 * without a value that beats the best one by more than {@code minDelta}. The model to keep is that
 * of the best step.
 *
 * <p>A value must beat the best by more than {@code minDelta} to become the best, so small gains
 * count only when they add up. NaN is no gain.
 *
 * <p>Phases look back over {@code window = max(1, patience / 5)} steps. WARMING: fewer than {@code
 * window} steps after the first. IMPROVING: the best is at most {@code window} steps old.
 * OVERFITTING: the value is worse than the best by more than {@code minDelta}, while that of the
 * training rows is better than {@code window} steps ago by more than {@code minDelta}. Else
 * PLATEAU.
 *
 * @param patience steps, 1 or more
 * @param minDelta in units of the metric, 0 or more
 * @param monitor {@code val_} and the id of a metric that has a better direction
 */
public record EarlyStopping(int patience, double minDelta, String monitor) implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String PREFIX = "val_";
  private static final int WINDOWS = 5;

  /** Patience 50, least gain 0.01, validation Sharpe ratio. */
  public static final EarlyStopping STANDARD = new EarlyStopping(50, 0.01, "val_sharpe");

  public EarlyStopping {
    if (patience < 1) {
      throw new IllegalArgumentException("patience = " + patience + " must be 1 step or more");
    }
    if (!(minDelta >= 0 && Double.isFinite(minDelta))) {
      throw new IllegalArgumentException("min_delta = " + minDelta + " must be 0 or more");
    }
    objective(monitor);
  }

  /** What is watched. */
  public Objective objective() {
    return objective(monitor);
  }

  private static Objective objective(String monitor) {
    if (!monitor.startsWith(PREFIX)) {
      throw new IllegalArgumentException(
          "monitor '" + monitor + "' must be val_ and a metric, for example val_sharpe");
    }
    return Objective.parse(monitor.substring(PREFIX.length()));
  }

  /** The metric that is watched. */
  public Metric metric() {
    return objective().metric();
  }

  /** Which way it is better. */
  public Goal goal() {
    return objective().goal();
  }

  /** Reads {@code patience=50,min_delta=0.01,monitor=val_sharpe}; each may be left out. */
  public static EarlyStopping parse(String text) {
    Settings settings = Settings.parse("early stopping", text.isEmpty() ? "" : ":" + text);
    return settings.done(
        new EarlyStopping(
            settings.whole("patience", STANDARD.patience),
            settings.number("min_delta", STANDARD.minDelta),
            settings.word("monitor", STANDARD.monitor)));
  }

  /** The text that {@link #parse} reads back. */
  public String id() {
    String delta = BigDecimal.valueOf(minDelta).stripTrailingZeros().toPlainString();
    return "patience=" + patience + ",min_delta=" + delta + ",monitor=" + monitor;
  }

  /** Steps that phases look back over. */
  int window() {
    return Math.max(1, patience / WINDOWS);
  }

  /** Before the first step. */
  public Curve start() {
    return new Curve(this, List.of(), List.of(), OptionalInt.empty());
  }
}
