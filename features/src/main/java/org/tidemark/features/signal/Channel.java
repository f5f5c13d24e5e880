package org.tidemark.features.signal;

import org.tidemark.features.statistic.Logarithm;
import org.tidemark.features.statistic.Window;
import org.tidemark.market.Bar;

/** What a sequence takes of each bar. */
public enum Channel {
  /** How far the close moved. */
  RETURN(
      "log_return", "fraction", "log return from the close before", "ln(C[j] / C[j + 1])", "none") {
    @Override
    int reach() {
      return 2;
    }

    @Override
    double number(Bar bar) {
      return bar.close();
    }

    @Override
    double value(Window numbers) {
      return Logarithm.of(numbers.newest() / numbers.oldest());
    }

    @Override
    double ofTheRise(double close) {
      return StrictMath.log(close / (close - 1));
    }

    @Override
    String working() {
      return "ln of each close over the one before it";
    }
  },

  /** How far the price moved inside of the bar. */
  RANGE("bar_range", "fraction", "high minus low, over the close", "(H[j] - L[j]) / C[j]", "none") {
    @Override
    double number(Bar bar) {
      return (bar.high() - bar.low()) / bar.close();
    }

    @Override
    double ofTheRise(double close) {
      return 4 / close;
    }

    @Override
    String working() {
      return "4 over each close";
    }
  },

  /** Where the bar closed inside of its range. */
  LOCATION(
      "close_location",
      "fraction",
      "place of the close between low (0) and high (1)",
      "(C[j] - L[j]) / (H[j] - L[j])",
      "0.5 for a bar whose high is its low") {
    @Override
    double number(Bar bar) {
      double range = bar.high() - bar.low();
      return range > 0 ? (bar.close() - bar.low()) / range : 0.5;
    }

    @Override
    double ofTheRise(double close) {
      return 0.25;
    }

    @Override
    String working() {
      return "1 / 4 each";
    }
  },

  /** How busy the bar was beside the last hour of bars. */
  VOLUME_SCORE(
      "volume_z_score_60",
      "z-score",
      "volume against mean and standard deviation of the 60 bars up to it",
      "(V[j] - mean) / sample standard deviation of V[j] to V[j + 59]",
      "all 60 equal: 0") {
    @Override
    int reach() {
      return SCORED;
    }

    @Override
    double number(Bar bar) {
      return bar.volume();
    }

    @Override
    double value(Window numbers) {
      return new RollingZScore(Field.VOLUME, SCORED).valueOf(numbers);
    }

    @Override
    double ofTheRise(double close) {
      return RAMP;
    }

    @Override
    String working() {
      return "the last of n numbers that rise by 1: (n - 1) / 2 over sqrt(n (n + 1) / 12), n = 60";
    }
  },

  /** Where the close stands beside the last hour of bars. */
  CLOSE_SCORE(
      "close_z_score_60",
      "z-score",
      "close against mean and standard deviation of the 60 bars up to it",
      "(C[j] - mean) / sample standard deviation of C[j] to C[j + 59]",
      "all 60 equal: 0") {
    @Override
    int reach() {
      return SCORED;
    }

    @Override
    double number(Bar bar) {
      return bar.close();
    }

    @Override
    double value(Window numbers) {
      return new RollingZScore(Field.CLOSE, SCORED).valueOf(numbers);
    }

    @Override
    double ofTheRise(double close) {
      return RAMP;
    }

    @Override
    String working() {
      return VOLUME_SCORE.working();
    }
  };

  private static final int SCORED = 60;
  private static final double RAMP =
      (SCORED - 1) / 2.0 / StrictMath.sqrt(SCORED * (SCORED + 1) / 12.0);

  private final String column;
  private final String unit;
  private final String meaning;
  private final String formula;
  private final String edge;

  Channel(String column, String unit, String meaning, String formula, String edge) {
    this.column = column;
    this.unit = unit;
    this.meaning = meaning;
    this.formula = formula;
    this.edge = edge;
  }

  String column() {
    return column;
  }

  String unit() {
    return unit;
  }

  String meaning() {
    return meaning;
  }

  String formula() {
    return formula;
  }

  String edge() {
    return edge;
  }

  /** Bars that one value is made of, its own included. */
  int reach() {
    return 1;
  }

  /** What is kept of a bar. */
  abstract double number(Bar bar);

  /** The value of a bar from what was kept of it and of those before it. */
  double value(Window numbers) {
    return numbers.newest();
  }

  /** The value of a bar of the worked example that closes at {@code close}. */
  abstract double ofTheRise(double close);

  /** How that comes about. */
  abstract String working();
}
