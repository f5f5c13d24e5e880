package org.tidemark.streaming.score;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.strategy.Strategy;
import org.tidemark.features.strategy.StrategySettings;

/**
 * The last link of the chain (Q07): the rule that serves when no version of a model may. Its score
 * is {@code (1 + s) / 2} of a signal {@code s} from -1 (sell) to 1 (buy), so that the same
 * thresholds decide; NaN, which decides HOLD, where a column that the signal reads is missing. The
 * rule {@code flat} gives one half.
 *
 * @param signal empty for {@code flat}
 */
public record LastResort(Optional<Strategy> signal) {
  /** Begins the version that rows of a rule have. */
  public static final String PREFIX = "rule:";

  private static final String FLAT = "flat";
  private static final float HALF = 0.5f;

  /**
   * Reads {@code flat} or the name of a signal.
   *
   * @throws IllegalArgumentException for another name
   */
  public static LastResort parse(String name) {
    if (name.equals(FLAT)) {
      return new LastResort(Optional.empty());
    }
    return Arrays.stream(Strategy.values())
        .filter(strategy -> strategy.key().equals(name))
        .findFirst()
        .map(strategy -> new LastResort(Optional.of(strategy)))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no rule is named '"
                        + name
                        + "'; there are "
                        + FLAT
                        + " and "
                        + Arrays.stream(Strategy.values()).map(Strategy::key).toList()));
  }

  /** The rule that a row names in the place of a version; empty where it names a version. */
  public static Optional<LastResort> ofVersion(String version) {
    return version.startsWith(PREFIX)
        ? Optional.of(parse(version.substring(PREFIX.length())))
        : Optional.empty();
  }

  /** What rows name in the place of a version. */
  String version() {
    return PREFIX + signal.map(Strategy::key).orElse(FLAT);
  }

  /** The columns that it reads. */
  public List<String> columns() {
    return signal.map(Strategy::columns).orElse(List.of());
  }

  /**
   * Refuses rows that lack what the signal reads.
   *
   * @throws IllegalArgumentException naming the columns
   */
  void need(FeatureSet set) {
    List<String> there = set.outputNames();
    List<String> missing = columns().stream().filter(column -> !there.contains(column)).toList();
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "rule "
              + version()
              + " reads "
              + missing
              + ", which feature set "
              + set.name()
              + " has not; core65, regime66 and gated73 have them, and rule flat reads nothing");
    }
  }

  /**
   * The rule over rows.
   *
   * @param names of all their columns in order; those that the signal reads are there
   */
  public Scored over(List<String> names) {
    List<Strategy> strategies = signal.stream().toList();
    return new Scored(
        strategies,
        strategies.stream()
            .flatMap(strategy -> strategy.columns().stream())
            .mapToInt(names::indexOf)
            .toArray());
  }

  /** What scores a row, on any executor; a signal, or none for {@code flat}. */
  public record Scored(List<Strategy> signal, int[] places) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The score of a row; NaN where the signal lacks a column. */
    public float score(float[] row) {
      if (signal.isEmpty()) {
        return HALF;
      }
      float[] values = new float[places.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = row[places[i]];
      }
      return (float) ((1 + signal.get(0).value(values, StrategySettings.STANDARD)) / 2);
    }
  }
}
