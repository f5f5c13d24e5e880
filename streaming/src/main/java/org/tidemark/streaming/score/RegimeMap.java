package org.tidemark.streaming.score;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.regime.MarketRegime;
import org.tidemark.features.regime.Regime;

/**
 * Which model serves the bars of a market regime (B09, H11): its champion, in the place of the
 * query's. Bars of other regimes, and those of none yet, are the query's champion's.
 *
 * <p>The regime of a bar is what the market regime column of its own feature row says. That column
 * changes only when a new regime has held for several bars in a row, so that models do not flap,
 * and it is a function of the instrument's log alone: selection needs no state of its own, and is
 * the same in every run.
 *
 * @param byRegime name of a model by regime; empty selects nothing
 */
public record RegimeMap(Map<Regime, String> byRegime) {
  /** The query's champion serves in every regime. */
  public static final RegimeMap NONE = new RegimeMap(Map.of());

  public RegimeMap {
    EnumMap<Regime, String> sorted = new EnumMap<>(Regime.class);
    sorted.putAll(byRegime);
    byRegime = Collections.unmodifiableMap(sorted);
    if (byRegime.containsKey(Regime.UNKNOWN)) {
      throw new IllegalArgumentException(
          "regime UNKNOWN is a bar whose regime has not been confirmed; the champion serves it");
    }
  }

  /**
   * Reads choices such as {@code HIGH_VOL,CRISIS=storm}.
   *
   * @throws IllegalArgumentException for other text, an unknown regime, or a regime given twice
   */
  public static RegimeMap parse(List<String> choices) {
    Map<Regime, String> models = new EnumMap<>(Regime.class);
    for (String choice : choices) {
      int sign = choice.indexOf('=');
      if (sign < 1 || sign == choice.length() - 1) {
        throw new IllegalArgumentException(
            "'" + choice + "' must be REGIME[,REGIME]...=MODEL, for example HIGH_VOL,CRISIS=storm");
      }
      for (String name : choice.substring(0, sign).split(",", -1)) {
        if (models.put(regime(name), choice.substring(sign + 1)) != null) {
          throw new IllegalArgumentException("regime " + name + " is given twice");
        }
      }
    }
    return new RegimeMap(models);
  }

  private static Regime regime(String name) {
    try {
      return Regime.valueOf(name);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "no regime is named '" + name + "'; there are " + EnumSet.allOf(Regime.class), e);
    }
  }

  /** The regimes of each model that is named, in the regimes' order. */
  Map<String, Set<Regime>> byModel() {
    Map<String, Set<Regime>> models = new LinkedHashMap<>();
    byRegime.forEach(
        (regime, model) ->
            models.computeIfAbsent(model, name -> EnumSet.noneOf(Regime.class)).add(regime));
    return models;
  }

  /**
   * Refuses what cannot be: a set without the column of the regime, or the query's own model, which
   * serves all other bars anyway.
   */
  void need(String model, FeatureSet set) {
    if (byRegime.isEmpty()) {
      return;
    }
    if (byRegime.containsValue(model)) {
      throw new IllegalArgumentException(
          "model "
              + model
              + " is named for a regime, but it is the query's own and serves the bars of every"
              + " regime that is not named; leave it out");
    }
    MarketRegime.place(set.name(), set.outputNames());
  }
}
