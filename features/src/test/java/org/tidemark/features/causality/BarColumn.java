package org.tidemark.features.causality;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.tidemark.market.Bar;
import org.tidemark.market.MarketEvent;

/** A column computed like in a notebook: all bars of an instrument in, one value per bar out. */
record BarColumn(String name, Function<List<Bar>, double[]> rule) implements Subject<MarketEvent> {
  @Override
  public List<String> outputs() {
    return List.of(name);
  }

  @Override
  public double tolerance() {
    return 0;
  }

  @Override
  public List<Answer> answer(List<Fact<MarketEvent>> log, long asOfNanos) {
    List<Answer> answers = new ArrayList<>();
    bars(log)
        .forEach(
            (instrument, bars) -> {
              double[] values = rule.apply(bars);
              for (int i = 0; i < values.length; i++) {
                long time = bars.get(i).eventTimeNanos();
                answers.add(new Answer(instrument, time, time, new double[] {values[i]}));
              }
            });
    return answers;
  }

  static Map<String, List<Bar>> bars(List<Fact<MarketEvent>> log) {
    Map<String, List<Bar>> bars = new TreeMap<>();
    for (Fact<MarketEvent> fact : log) {
      if (fact.item() instanceof Bar bar) {
        bars.computeIfAbsent(fact.instrument(), k -> new ArrayList<>()).add(bar);
      }
    }
    return bars;
  }
}
