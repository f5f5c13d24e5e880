package org.tidemark.streaming.score;

import java.io.Serializable;
import java.util.List;
import org.tidemark.features.strategy.QualityGate;
import org.tidemark.features.strategy.Strategy;
import org.tidemark.features.strategy.StrategySettings;
import org.tidemark.models.form.BlendShare;

/**
 * Signals of strategies over rows of one feature set, blended with the score of the model that
 * served the bar: pure functions of row and score.
 *
 * @param places of the columns of each strategy
 * @param gate places of the columns of {@link QualityGate}; none for no gate
 * @param share of the model, or none: then a signal stands alone
 */
public record Signals(
    List<Strategy> strategies,
    int[][] places,
    int[] gate,
    StrategySettings settings,
    List<BlendShare> share,
    Thresholds decides)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Stands for the gate of a signal where there is none. */
  public static final String NO_GATE = "OFF";

  /**
   * A signal.
   *
   * @param signal of the strategy alone, -1 (sell) to 1 (buy); NaN where a column is missing
   * @param gate name of a {@link QualityGate}, or {@link #NO_GATE}
   * @param share of the model in the value, 0 to 1
   * @param value {@code (1 - share) * signal + share * (2 * score - 1)}; NaN where the signal is
   * @param decision BUY, SELL or HOLD by the value; HOLD where the gate is not open
   */
  public record Signal(double signal, String gate, double share, double value, String decision) {}

  /**
   * The signal of a strategy.
   *
   * @param at index of the strategy
   * @param row all columns of the set
   * @param score probability of a rise; NaN where no model gave one, which leaves it no share
   */
  public Signal of(int at, float[] row, float score) {
    float[] values = new float[places[at].length];
    for (int i = 0; i < values.length; i++) {
      values[i] = row[places[at][i]];
    }
    double signal = strategies.get(at).value(values, settings);
    double part = share.isEmpty() || Float.isNaN(score) ? 0 : share.get(0).of(row, 0);
    double value = part == 0 ? signal : (1 - part) * signal + part * (2.0 * score - 1);
    String open =
        gate.length == 0
            ? NO_GATE
            : QualityGate.of(signal, row[gate[0]], row[gate[1]], settings).name();
    boolean through = open.equals(NO_GATE) || open.equals(QualityGate.OPEN.name());
    return new Signal(
        signal, open, part, value, decides.decide(through ? (float) ((1 + value) / 2) : Float.NaN));
  }
}
