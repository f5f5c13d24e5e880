package org.tidemark.features.label;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import org.tidemark.market.Bar;

/**
 * A rule that looks ahead from each bar of one instrument. A bar whose answer is not complete by
 * the last bar has no label: the end of the data is no event. Rules hold no state between calls:
 * labels of a stretch of bars equal those of the whole history wherever the stretch begins at least
 * {@link #warmUpBars} bars earlier.
 */
public sealed interface Labeler extends Serializable
    permits FixedHorizon, ForwardGap, ForwardRisk, ThreeClass, TripleBarrier, TrendScan, MetaLabel {
  /** The name that {@link #parse} reads back, for example {@code fixed-15m}. */
  String id();

  /** Longest time from a bar to the end of its label's span. */
  Duration horizon();

  /** Number of classes of the target, 2 or 3; 0 when it is a real number. */
  int classes();

  /** Bars that must stand before a bar so that it can have a label. */
  int warmUpBars();

  /**
   * The labels of the bars that have one, in order of the bars.
   *
   * @param bars of one instrument in order; they must not overlap and offsets and times must rise
   */
  List<Label> label(List<Bar> bars);

  /**
   * The labeler of an id (units of time: s, m, h, d):
   *
   * <ul>
   *   <li>{@code fixed-15m} sign of a return, {@code fixed-15m-value} the return;
   *   <li>{@code three-15m-10bp} buy, hold or sell by a band in basis points, {@code
   *       three-15m-0.5x} by a multiple of volatility;
   *   <li>{@code triple-1h-2x-1.5x} barriers at an upper and a lower multiple of volatility;
   *   <li>{@code trend-1h-5b} sign of the strongest trend of windows from 5 bars to 1 h, {@code
   *       trend-1h-5b-2t} three classes by |t| above 2, {@code trend-1h-5b-value} its t;
   *   <li>{@code meta-momentum20-1h-2x-1x}, {@code meta-cross10over50-1h-2x-1x} whether a primary
   *       rule makes money;
   *   <li>{@code volatility-1h} realised volatility ahead, {@code drawdown-1h} the deepest fall
   *       ahead, as fractions;
   *   <li>{@code gap-15m-90s} whether no bar closes for more than 90 s in 15 minutes.
   * </ul>
   *
   * What has a multiple of volatility may end in its span in bars, {@code -span50}; 100 if not.
   */
  static Labeler parse(String id) {
    return new LabelerText(id).labeler();
  }
}
