package org.tidemark.features.strategy;

import java.util.Locale;

/**
 * The constants of the strategy signals with their standard values, version {@value #VERSION}. The
 * values are round figures chosen by hand; they are not fitted to any market.
 */
public enum Threshold {
  /** Distance beyond the value area, as a fraction of the close, at which a break is full. */
  BREAK_FULL(0.005),
  /** Volume ratio at which volume fully confirms a break or a surge; above 1. */
  SURGE_FULL(2.0),
  /** Part of the book imbalance that says nothing, 0 to below 1. */
  BOOK_DEAD(0.2),
  /** Relative spread above which the book is not followed. */
  SPREAD_MOST(0.001),
  /** Part of the volume imbalance that says nothing, 0 to below 1. */
  FLOW_DEAD(0.1),
  /** Volume imbalance at which a delta is full. */
  FLOW_FULL(0.5),
  /** Price move, as a fraction, from which on a price was not held. */
  HELD_MOVE(0.002),
  /** Logarithm of a size ratio at which a contradiction in the book is full. */
  LAYER_FULL(1.0),
  /** Moves, in standard deviations, up to which a move is usual. */
  CASCADE_ENTRY(2.0),
  /** Moves, in standard deviations, at which a cascade is full; above the entry. */
  CASCADE_FULL(4.0),
  /** Price momentum, as a fraction, at which a divergence is full. */
  TREND_FULL(0.01),
  /** Distance from the session's VWAP, in average true ranges, that is usual. */
  VWAP_ENTRY(1.0),
  /** Distance from the session's VWAP, in average true ranges, at which reversion is full. */
  VWAP_FULL(3.0),
  /** Rank of the close, above one half and below 1, from which on stops are near. */
  STOP_RANK(0.9),
  /** Market quality score below which nothing is let through, 0 to 1. */
  QUALITY_LEAST(0.3);

  /** Version of the list, of the standard values and of the formulas. */
  public static final int VERSION = 1;

  private final double standard;

  Threshold(double standard) {
    this.standard = standard;
  }

  /** The value unless a configuration says otherwise. */
  public double standard() {
    return standard;
  }

  /** The name in a configuration, such as {@code break_full}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
