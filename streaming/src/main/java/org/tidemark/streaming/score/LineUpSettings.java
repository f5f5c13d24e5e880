package org.tidemark.streaming.score;

import java.util.Optional;

/**
 * Who may score beside the champion of a query, or in its place.
 *
 * @param rivals a challenger with a share of its bars, and shadows
 * @param regimes models that serve the bars of some market regimes
 * @param lastResort the rule that serves where no version may; without, bars are not scored then
 */
public record LineUpSettings(Rivals rivals, RegimeMap regimes, Optional<LastResort> lastResort) {
  /** The champion alone. */
  public static final LineUpSettings NONE =
      new LineUpSettings(Rivals.NONE, RegimeMap.NONE, Optional.empty());

  /** The champion and its rivals. */
  public static LineUpSettings of(Rivals rivals) {
    return new LineUpSettings(rivals, RegimeMap.NONE, Optional.empty());
  }

  /** The champion and models for some regimes. */
  public static LineUpSettings of(RegimeMap regimes) {
    return new LineUpSettings(Rivals.NONE, regimes, Optional.empty());
  }

  /** The champion, or a rule where no version may serve. */
  public static LineUpSettings of(LastResort rule) {
    return new LineUpSettings(Rivals.NONE, RegimeMap.NONE, Optional.of(rule));
  }

  /** Whether somebody scores who must have a certificate. */
  boolean needsCertificates() {
    return !rivals.equals(Rivals.NONE) || !regimes.equals(RegimeMap.NONE);
  }
}
