package org.tidemark.streaming.score;

import java.util.Locale;

/** In which part a model version scores a bar. */
public enum Arm {
  /** It serves all bars that no challenger serves. */
  CHAMPION,
  /** It serves the share of bars that the split gives it. */
  CHALLENGER,
  /** It serves the bars of the regimes that it is named for. */
  SPECIALIST,
  /** It is a rule, and serves while no version may. */
  RULE,
  /** It scores every bar and serves none. */
  SHADOW;

  /** The word that {@code live.scores} stores. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
