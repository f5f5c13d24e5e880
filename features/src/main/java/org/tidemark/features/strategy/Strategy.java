package org.tidemark.features.strategy;

import java.util.List;
import java.util.Locale;

/**
 * The thirteen strategies of X02, each a pure function of columns of the feature set {@code core65}
 * with a value from -1 (sell) to 1 (buy).
 *
 * <p>X02 names the strategies and publishes no formulas: these are this project's own. A feature
 * row holds what stands at the close of a bar, not single orders, so the strategies about orders
 * (spoofing, icebergs, liquidations, stops) read the traces that these leave in bars and book, and
 * prove nothing about any one order.
 *
 * <p>A value is NaN where one of its columns is NaN or infinite: a signal of half its inputs would
 * look like one of all of them. Zero means that all is known and nothing is to be done.
 */
public enum Strategy {
  /** Price left the value area into thin volume, with rising volume: follow. */
  LVN_BREAKOUT(
      StrategyFormulas::breakout,
      "value_area_high_distance_240",
      "value_area_low_distance_240",
      "volume_ratio_5_60"),
  /** One side of the book is larger and the spread is narrow: follow the larger side. */
  ORDER_BOOK_IMBALANCE(StrategyFormulas::book, "book_imbalance_5", "bid_ask_spread"),
  /** One side trades at the market and the price does not move: side with who absorbs it. */
  LIQUIDITY_ABSORPTION(StrategyFormulas::absorption, "volume_imbalance_20", "price_momentum_20"),
  /** Deep levels lean against the best prices, as layered orders do: side with the best prices. */
  SPOOFING_DETECTION(StrategyFormulas::spoofing, "depth_ratio_10", "bid_ask_ratio"),
  /** Much one-sided volume was held by little visible size: side with the hidden size. */
  ICEBERG_DETECTION(
      StrategyFormulas::iceberg,
      "volume_imbalance_20",
      "price_momentum_20",
      "volume_ratio_5_60",
      "market_depth_10_60"),
  /** An unusual move on surging volume of its own side, as forced orders make: against it. */
  LIQUIDATION_DETECTION(
      StrategyFormulas::liquidation,
      "momentum_10",
      "historical_volatility_20",
      "volume_ratio_5_60",
      "volume_imbalance_20"),
  /** Price left the value area on falling volume: back into it. */
  LIQUIDITY_TRAPS(
      StrategyFormulas::trap,
      "value_area_high_distance_240",
      "value_area_low_distance_240",
      "volume_ratio_5_60"),
  /** Bought less sold volume: follow. */
  CUMULATIVE_DELTA(StrategyFormulas::delta, "volume_imbalance_20"),
  /** Price and bought less sold volume go apart: follow the volume. */
  DELTA_DIVERGENCE(StrategyFormulas::divergence, "price_momentum_20", "volume_imbalance_20"),
  /** Price is inside the value area: towards the price of most volume. */
  PROFILE_ROTATION(
      StrategyFormulas::rotation,
      "point_of_control_distance_240",
      "value_area_high_distance_240",
      "value_area_low_distance_240"),
  /** Price is unusually far from the session's VWAP: back to it. */
  VWAP_REVERSION(StrategyFormulas::reversion, "session_vwap_deviation", "average_true_range_14"),
  /** Price runs at the edge of its range, behind which stops rest: follow. */
  STOP_RUN_ANTICIPATION(StrategyFormulas::stopRun, "price_rank_100", "momentum_10"),
  /** One-sided volume, weighed by how large the volume is: follow. */
  VOLUME_IMBALANCE(StrategyFormulas::imbalance, "volume_imbalance_20", "volume_rank_100");

  /** Of the columns in their order, all finite. */
  @FunctionalInterface
  interface Formula {
    double of(double[] x, StrategySettings settings);
  }

  private final Formula formula;
  private final List<String> columns;

  Strategy(Formula formula, String... columns) {
    this.formula = formula;
    this.columns = List.of(columns);
  }

  /** The name in commands and tables, such as {@code lvn_breakout}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The columns that it reads, of {@code core65}. */
  public List<String> columns() {
    return columns;
  }

  /**
   * The signal of one row.
   *
   * @param values of {@link #columns()}, in their order
   * @return from -1 (sell) to 1 (buy), never -0.0; NaN where a value is NaN or infinite
   * @throws IllegalArgumentException for another number of values
   */
  public double value(float[] values, StrategySettings settings) {
    if (values.length != columns.size()) {
      throw new IllegalArgumentException(
          values.length + " values came for " + key() + ", which reads " + columns);
    }
    double[] x = new double[values.length];
    for (int i = 0; i < x.length; i++) {
      if (!Float.isFinite(values[i])) {
        return Double.NaN;
      }
      x[i] = values[i];
    }
    return StrategyFormulas.cut(formula.of(x, settings)) + 0.0; // -0.0 is 0.0
  }

  /**
   * The signal of a row of a feature set.
   *
   * @param names of the row's columns, in their order
   * @param row one float per name
   * @throws IllegalArgumentException if a column that it reads is missing
   */
  public double value(List<String> names, float[] row, StrategySettings settings) {
    float[] values = new float[columns.size()];
    for (int i = 0; i < values.length; i++) {
      int at = names.indexOf(columns.get(i));
      if (at < 0) {
        throw new IllegalArgumentException(
            "strategy "
                + key()
                + " reads "
                + columns.get(i)
                + ", which is no column of the row; use the feature set core65");
      }
      values[i] = row[at];
    }
    return value(values, settings);
  }

  /**
   * The strategy of a name.
   *
   * @throws IllegalArgumentException for a name that is none
   */
  public static Strategy of(String key) {
    for (Strategy strategy : values()) {
      if (strategy.key().equals(key)) {
        return strategy;
      }
    }
    throw new IllegalArgumentException(
        "strategy '"
            + key
            + "' is none of "
            + List.of(values()).stream().map(Strategy::key).toList());
  }
}
