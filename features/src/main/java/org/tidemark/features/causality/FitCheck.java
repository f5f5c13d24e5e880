package org.tidemark.features.causality;

import java.util.Arrays;
import java.util.BitSet;
import java.util.OptionalDouble;

/**
 * Refits with every row outside the training window altered beyond recognition: what is learned
 * must keep its bits. The control alters the window itself: a fit that stays then shows nothing.
 *
 * @param seed of the altered values
 */
public record FitCheck(long seed) {
  /** One fitting on one fold. */
  public Verdict check(Fitting fitting, Sample sample, Fold fold) {
    BitSet outside = new BitSet();
    outside.set(0, sample.rows());
    outside.andNot(fold.train());
    return new Verdict(
        fitting.name(),
        "fold " + fold.number(),
        outcome(fitting, sample, fold, outside),
        outside.cardinality());
  }

  private Outcome outcome(Fitting fitting, Sample sample, Fold fold, BitSet outside) {
    if (outside.isEmpty()) {
      return new Outcome.Untested("every row trains");
    }
    byte[] fitted = fitting.fit(sample, fold.train());
    if (!Arrays.equals(fitted, fitting.fit(sample, fold.train()))) {
      return leak(Probe.REPEAT, sample.stamps().get(fold.train().nextSetBit(0)));
    }
    if (!Arrays.equals(fitted, fitting.fit(sample.altered(outside, seed), fold.train()))) {
      return leak(Probe.FIT_SCOPE, sample.stamps().get(outside.nextSetBit(0)));
    }
    if (Arrays.equals(fitted, fitting.fit(sample.altered(fold.train(), seed), fold.train()))) {
      return new Outcome.Untested("no change of the training window changes it");
    }
    return new Outcome.Clean();
  }

  private static Outcome leak(Probe probe, LabelledRow row) {
    return new Outcome.Leak(
        probe,
        row.instrument(),
        row.timeNanos(),
        row.timeNanos(),
        OptionalDouble.empty(),
        OptionalDouble.empty());
  }
}
