package org.tidemark.streaming.score;

import java.io.Serializable;
import java.util.List;
import java.util.Set;
import org.tidemark.features.regime.Regime;

/**
 * Who of those that serve gets a bar: the specialist of its regime, else the challenger by its
 * share, else the champion.
 *
 * @param column place of the market regime in a row; not looked at where nobody is a specialist
 * @param specialists the regimes of each specialist, in the order of those that serve
 * @param first place of the first specialist among those that serve
 * @param split what the challenger serves of the champion's bars
 */
record Routes(int column, List<Set<Regime>> specialists, int first, TrafficSplit split)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int CHAMPION = 0;
  private static final int CHALLENGER = 1;

  Routes {
    specialists = List.copyOf(specialists);
  }

  /** The place, among those that serve, of who serves a bar. */
  int of(String instrument, long offset, float[] row) {
    if (!specialists.isEmpty() && !Float.isNaN(row[column])) {
      Regime regime = Regime.of((int) row[column]);
      for (int i = 0; i < specialists.size(); i++) {
        if (specialists.get(i).contains(regime)) {
          return first + i;
        }
      }
    }
    return split.toChallenger(instrument, offset) ? CHALLENGER : CHAMPION;
  }
}
