package org.tidemark.jobs;

import java.time.LocalDate;
import java.time.ZoneOffset;
import org.tidemark.models.evaluate.TradingRule;

/**
 * What every task of a nightly run is told.
 *
 * @param asOf logical date: only what was known at its start (00:00 UTC) counts
 * @param progress told how far long work is
 */
public record NightlyArgs(LocalDate asOf, NightlyConfig config, Progress progress) {
  /** Name of the run, a function of its date and its model: no two models share rows. */
  public String runId() {
    return "nightly-" + asOf + "-" + config.text("model");
  }

  /** The first instant that is not known yet, nanoseconds since the Unix epoch. */
  public long asOfNanos() {
    return asOf.atStartOfDay().toEpochSecond(ZoneOffset.UTC) * 1_000_000_000L;
  }

  /** Predicate on the rows that this run wrote. */
  public String mine() {
    return "run_id = '" + runId() + "'";
  }

  /** How predictions are traded: period returns are those of a UTC day. */
  public TradingRule tradingRule() {
    return config.tradingRule();
  }
}
