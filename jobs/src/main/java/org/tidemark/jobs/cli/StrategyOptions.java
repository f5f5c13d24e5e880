package org.tidemark.jobs.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tidemark.features.strategy.Strategy;
import picocli.CommandLine.Option;

/** Which strategies, and their thresholds. */
public final class StrategyOptions {
  private static final String ALL = "all";

  @Option(
      names = "--strategy",
      split = ",",
      paramLabel = "NAME",
      description = "A strategy as vwap_reversion, several with commas, or all.")
  private List<String> strategies = new ArrayList<>();

  @Option(
      names = "--threshold",
      paramLabel = "NAME=VALUE",
      description = "Of the strategies, in place of a standard one; may be given again.")
  private Map<String, Double> thresholds = new LinkedHashMap<>();

  /** Those that are named; none where none is. */
  List<Strategy> strategies() {
    return strategies.equals(List.of(ALL))
        ? Arrays.asList(Strategy.values())
        : strategies.stream().map(Strategy::of).toList();
  }

  Map<String, Double> thresholds() {
    return thresholds;
  }
}
