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
public sealed interface Labeler extends Serializable permits FixedHorizon, TripleBarrier {
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
   * The labeler of an id: {@code fixed-15m} (sign), {@code fixed-15m-value}, or {@code
   * triple-1h-2x-1.5x} (horizon, upper and lower multiple of volatility). Units: s, m, h, d.
   */
  static Labeler parse(String id) {
    String[] parts = id.split("-", -1);
    if (parts[0].equals("fixed") && parts.length == 2) {
      return new FixedHorizon(Names.duration(parts[1], id), FixedHorizon.Kind.SIGN);
    }
    if (parts[0].equals("fixed") && parts.length == 3 && parts[2].equals("value")) {
      return new FixedHorizon(Names.duration(parts[1], id), FixedHorizon.Kind.VALUE);
    }
    if (parts[0].equals("triple") && parts.length == 4) {
      return new TripleBarrier(
          Names.duration(parts[1], id), Names.multiple(parts[2], id), Names.multiple(parts[3], id));
    }
    throw Names.unknown(id);
  }
}
