package org.tidemark.features.strategy;

import java.util.List;
import org.tidemark.features.regime.Regime;

/**
 * Whether a signal is let through, by market quality score and regime (X12), columns {@link #SCORE}
 * and {@link #REGIME} of the feature sets {@code quality} and {@code gated73}.
 */
public enum QualityGate {
  /** Let through. */
  OPEN,
  /** Held: the signal, the score or the regime is missing, or no regime is confirmed yet. */
  MISSING,
  /** Held: the score is below {@link Threshold#QUALITY_LEAST}. */
  LOW_QUALITY,
  /** Held: the regime is a crisis or illiquid. */
  HOSTILE_REGIME;

  /** Column of the market quality score. */
  public static final String SCORE = "mq_score";

  /** Column of the market regime. */
  public static final String REGIME = "market_regime_3";

  /** Both columns, score first. */
  public static final List<String> COLUMNS = List.of(SCORE, REGIME);

  /**
   * The gate of one row; the first reason in the order missing, regime, quality is given.
   *
   * @param signal a strategy's value
   * @param score market quality, 0 to 1
   * @param regime code of a {@link Regime}
   * @throws IllegalArgumentException for a finite number that is no code of a regime
   */
  public static QualityGate of(
      double signal, float score, float regime, StrategySettings settings) {
    if (Double.isNaN(signal) || !Float.isFinite(score) || !Float.isFinite(regime)) {
      return MISSING;
    }
    if (regime != (int) regime) {
      throw new IllegalArgumentException("regime code " + regime + " is no whole number");
    }
    return switch (Regime.of((int) regime)) {
      case UNKNOWN -> MISSING;
      case CRISIS, ILLIQUID -> HOSTILE_REGIME;
      default -> score < settings.value(Threshold.QUALITY_LEAST) ? LOW_QUALITY : OPEN;
    };
  }
}
