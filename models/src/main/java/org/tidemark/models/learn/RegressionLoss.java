package org.tidemark.models.learn;

import java.io.Serializable;
import java.util.Map;

/** What a regression by XGBoost makes small, and so what of the target it estimates. */
public sealed interface RegressionLoss extends Serializable {
  /** Squared error: the mean. */
  record Squared() implements RegressionLoss {
    private static final long serialVersionUID = 1L;

    @Override
    public String id() {
      return "squared";
    }

    @Override
    public String objective() {
      return "reg:squarederror";
    }

    @Override
    public Map<String, Object> settings() {
      return Map.of();
    }
  }

  /**
   * Absolute error: the median. Each leaf is set to the weighted median of its rows' residuals; of
   * several workers, to the mean of their medians.
   */
  record Absolute() implements RegressionLoss {
    private static final long serialVersionUID = 1L;

    @Override
    public String id() {
      return "absolute";
    }

    @Override
    public String objective() {
      return "reg:absoluteerror";
    }

    @Override
    public Map<String, Object> settings() {
      return Map.of();
    }
  }

  /**
   * Pinball loss: a quantile. Leaves are set as for {@link Absolute}.
   *
   * @param level share of the target below the estimate, above 0 and below 1
   */
  record Quantile(double level) implements RegressionLoss {
    private static final long serialVersionUID = 1L;

    public Quantile {
      if (!(level > 0 && level < 1)) {
        throw new IllegalArgumentException(
            "quantile level = " + level + " must be above 0 and below 1, for example 0.9");
      }
    }

    @Override
    public String id() {
      return QUANTILE + level;
    }

    @Override
    public String objective() {
      return "reg:quantileerror";
    }

    @Override
    public Map<String, Object> settings() {
      return Map.of("quantile_alpha", level);
    }
  }

  /** How the text of a quantile begins. */
  String QUANTILE = "quantile:";

  /**
   * Reads {@code squared}, {@code absolute} or {@code quantile:LEVEL}.
   *
   * @throws IllegalArgumentException if it is none of them
   */
  static RegressionLoss parse(String text) {
    if (text.equals("squared")) {
      return new Squared();
    }
    if (text.equals("absolute")) {
      return new Absolute();
    }
    try {
      if (text.startsWith(QUANTILE)) {
        return new Quantile(Double.parseDouble(text.substring(QUANTILE.length())));
      }
    } catch (NumberFormatException e) {
      throw unknown(text);
    }
    throw unknown(text);
  }

  private static IllegalArgumentException unknown(String text) {
    return new IllegalArgumentException(
        "regression loss '"
            + text
            + "' is not known; write squared, absolute or quantile:LEVEL, as quantile:0.9");
  }

  /** The text that {@link #parse} reads back. */
  String id();

  /** XGBoost's name of it. */
  String objective();

  /** What else XGBoost must be told. */
  Map<String, Object> settings();
}
