package org.tidemark.models.learn;

import java.io.Serializable;
import java.util.Locale;
import org.tidemark.models.Target;
import org.tidemark.models.evaluate.TradingRule;
import org.tidemark.models.tune.EarlyStopping;

/** How many boosting rounds, or epochs of a net, a fit keeps. */
public sealed interface Rounds extends Serializable {
  /** The text that stands for {@link All}. */
  String OFF = "off";

  /** All that are asked for. */
  record All() implements Rounds {
    private static final long serialVersionUID = 1L;

    @Override
    public String json() {
      return "";
    }

    @Override
    public void check(Target target) {
      // every target has rounds
    }
  }

  /**
   * As many as serve rows that the fit does not learn from: those that stand last in its own
   * window. Nothing after the window is looked at.
   *
   * @param rule when to stop, and by which metric
   * @param share of the window's rows that is watched, above 0, at most {@value #MOST}
   * @param trading how predictions are traded, for metrics of trading
   */
  record Watched(EarlyStopping rule, double share, TradingRule trading) implements Rounds {
    /** A fit learns from half of its window at least. */
    public static final double MOST = 0.5;

    private static final long serialVersionUID = 1L;

    public Watched {
      if (!(share > 0 && share <= MOST)) {
        throw new IllegalArgumentException(
            "monitor share = "
                + share
                + " must be above 0 and at most "
                + MOST
                + "; it is the share of the training rows, the last ones, that are watched instead"
                + " of learned from");
      }
    }

    @Override
    public String json() {
      return String.format(
          Locale.ROOT,
          "\"early_stopping\":\"%s\",\"monitor_share\":%s,\"monitor_threshold\":%s,"
              + "\"monitor_cost_bps\":%s,\"monitor_period\":\"%s\",\"monitor_periods_per_year\":%s",
          rule.id(),
          share,
          trading.threshold(),
          trading.costBasisPoints(),
          trading.period(),
          trading.periodsPerYear());
    }

    @Override
    public void check(Target target) {
      if (!rule.objective().appliesTo(target)) {
        throw new IllegalArgumentException(
            "monitor '"
                + rule.monitor()
                + "' does not apply to target "
                + target
                + "; watch val_sharpe, or "
                + (target instanceof Target.Regression ? "val_rmse" : "val_log_loss"));
      }
    }
  }

  /**
   * Reads {@code off}, or the text of {@link EarlyStopping#parse}.
   *
   * @throws IllegalArgumentException if it is neither, or the share is out of its range
   */
  static Rounds parse(String text, double share, TradingRule trading) {
    return text.equals(OFF) ? new All() : new Watched(EarlyStopping.parse(text), share, trading);
  }

  /** Fields of a JSON object; empty for {@link All}, whose fits need no further words. */
  String json();

  /**
   * Refuses a metric that predictions of the target do not have.
   *
   * @throws IllegalArgumentException naming one that they have
   */
  void check(Target target);
}
