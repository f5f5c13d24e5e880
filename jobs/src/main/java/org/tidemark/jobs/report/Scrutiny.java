package org.tidemark.jobs.report;

import java.util.List;

/**
 * What speaks for and against the out-of-sample figures.
 *
 * @param inSample metrics per learner and fold on rows that the fold's model was fitted on
 * @param fans backtest paths, one fan per learner; none where the split makes one path only
 * @param ledger what all trials of the model say of each learner
 * @param choices how the choice among trials generalises, one per learner in the ledger
 * @param costs trading at several costs, one per learner
 * @param parts metrics by instrument, regime and month
 */
public record Scrutiny(
    List<MetricValue> inSample,
    List<PathFan> fans,
    List<LedgerFigure> ledger,
    List<TrialChoices> choices,
    List<CostCurve> costs,
    List<PartMetric> parts) {
  /** Of a run that validated nothing. */
  public static final Scrutiny NONE =
      new Scrutiny(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

  public Scrutiny {
    inSample = List.copyOf(inSample);
    fans = List.copyOf(fans);
    ledger = List.copyOf(ledger);
    choices = List.copyOf(choices);
    costs = List.copyOf(costs);
    parts = List.copyOf(parts);
  }
}
