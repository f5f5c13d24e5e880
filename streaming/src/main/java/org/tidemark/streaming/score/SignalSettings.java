package org.tidemark.streaming.score;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.strategy.QualityGate;
import org.tidemark.features.strategy.Strategy;
import org.tidemark.features.strategy.StrategySettings;
import org.tidemark.models.form.BlendShare;

/**
 * The strategies whose signals (X02) a query writes beside its scores.
 *
 * @param strategies which; none for no signals
 * @param thresholds in place of the standard ones, by name
 * @param blend the share of the model in a signal (X03), as {@link BlendShare#parse} reads it;
 *     empty for signals alone
 * @param gate what decides whether a signal is let through
 */
public record SignalSettings(
    List<Strategy> strategies, Map<String, Double> thresholds, Optional<String> blend, Gate gate) {
  private static final String SHARE = " share=";
  private static final String NO_GATE = " gate=off";

  /** No signals. */
  public static final SignalSettings NONE =
      new SignalSettings(List.of(), Map.of(), Optional.empty(), Gate.QUALITY);

  /** What lets signals through. */
  public enum Gate {
    /** Market quality and regime of the row, by {@link QualityGate}. */
    QUALITY,
    /** Nothing holds a signal. */
    OFF
  }

  public SignalSettings {
    strategies = strategies.stream().distinct().toList();
    thresholds = Map.copyOf(thresholds);
    StrategySettings.of(thresholds); // refuses what is unknown or out of range
    if (strategies.isEmpty() && (blend.isPresent() || !thresholds.isEmpty())) {
      throw new IllegalArgumentException(
          "thresholds and blend of signals came without a strategy; name one, or 'all'");
    }
  }

  /**
   * Refuses rows that lack what is read.
   *
   * @throws IllegalArgumentException naming the columns
   */
  void need(FeatureSet set) {
    if (strategies.isEmpty()) {
      return;
    }
    List<String> read = new ArrayList<>();
    strategies.forEach(strategy -> read.addAll(strategy.columns()));
    if (gate == Gate.QUALITY) {
      read.addAll(QualityGate.COLUMNS);
    }
    read.removeAll(set.outputNames());
    if (!read.isEmpty()) {
      throw new IllegalArgumentException(
          "signals and their gate read "
              + read.stream().distinct().toList()
              + ", which feature set "
              + set.name()
              + " has not; gated73 has all of them, and core65 and regime66 those of the signals,"
              + " without the gate");
    }
    over(set.outputNames(), Thresholds.ofProbability()); // a blend of other columns is refused
  }

  /**
   * The signals of rows.
   *
   * @param names of the columns of a row, those that are read among them
   * @param decides what a value from -1 to 1 leads to, as a probability of {@code (1 + value) / 2}
   */
  public Signals over(List<String> names, Thresholds decides) {
    return new Signals(
        strategies,
        strategies.stream()
            .map(strategy -> strategy.columns().stream().mapToInt(names::indexOf).toArray())
            .toArray(int[][]::new),
        gate == Gate.OFF
            ? new int[0]
            : QualityGate.COLUMNS.stream().mapToInt(names::indexOf).toArray(),
        StrategySettings.of(thresholds),
        blend.map(text -> BlendShare.parse(text, names)).stream().toList(),
        decides);
  }

  /** Thresholds, share and gate in one line, to the last bit: what the signals can be made of. */
  String id(List<String> names) {
    return StrategySettings.of(thresholds).id()
        + blend.map(text -> SHARE + BlendShare.parse(text, names).id(names)).orElse("")
        + (gate == Gate.OFF ? NO_GATE : "");
  }

  /**
   * The settings behind a stored rule.
   *
   * @param rule what column {@code rule} of {@code live.signals} has
   * @throws IllegalArgumentException if it is none, or of another version of the formulas
   */
  public static SignalSettings parse(String rule, List<Strategy> strategies) {
    Gate gate = rule.endsWith(NO_GATE) ? Gate.OFF : Gate.QUALITY;
    String[] parts =
        rule.substring(0, rule.length() - (gate == Gate.OFF ? NO_GATE.length() : 0))
            .split(SHARE, 2);
    return new SignalSettings(
        strategies,
        StrategySettings.parse(parts[0]).byKey(),
        parts.length == 1 ? Optional.empty() : Optional.of(parts[1]),
        gate);
  }
}
