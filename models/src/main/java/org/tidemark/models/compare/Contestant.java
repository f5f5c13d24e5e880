package org.tidemark.models.compare;

import org.tidemark.models.evaluate.Backtest;
import org.tidemark.models.evaluate.Predictions;
import org.tidemark.models.evaluate.TradingRule;

/**
 * One of those that a {@link RoundRobin} compares.
 *
 * @param name told apart by it
 * @param predictions out of fold, of the same rows for all
 * @param traded what trading them gave, after cost
 */
public record Contestant(String name, Predictions predictions, Backtest traded) {
  /** Trades the predictions. */
  public static Contestant of(String name, Predictions predictions, TradingRule rule) {
    return new Contestant(name, predictions, Backtest.of(predictions, rule));
  }
}
