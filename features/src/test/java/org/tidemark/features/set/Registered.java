package org.tidemark.features.set;

import java.util.List;
import java.util.stream.Stream;
import org.tidemark.features.Feature;
import org.tidemark.market.Bar;
import org.tidemark.market.MarketEvent;

/** What the laws are about: every registered feature once, and the slow twin of each column. */
final class Registered {
  private Registered() {}

  static Stream<Feature<?>> features() {
    return FeatureSets.all().stream().flatMap(set -> set.features().stream()).distinct();
  }

  /** The column's value after the last event of a log, by the twins. */
  static double twin(String column, List<MarketEvent> log) {
    List<Bar> bars = log.stream().filter(Bar.class::isInstance).map(Bar.class::cast).toList();
    if (VolumeOracle.COLUMNS.contains(column)) {
      return VolumeOracle.value(column, bars, log);
    }
    if (FlowOracle.COLUMNS.contains(column)) {
      return FlowOracle.value(column, log);
    }
    if (BookOracle.COLUMNS.contains(column)) {
      return BookOracle.value(column, log);
    }
    if (RegimeOracle.COLUMNS.contains(column)) {
      return RegimeOracle.value(column, bars);
    }
    if (SequenceOracle.knows(column)) {
      return SequenceOracle.value(column, bars);
    }
    return BarOracle.value(column, bars);
  }
}
