package org.tidemark.features.bar;

import java.util.Optional;
import java.util.function.Consumer;
import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;
import org.tidemark.market.Bar;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Trade;

/**
 * Bars that close with the trade that fills them to a fixed measure. That trade belongs wholly to
 * its bar: it is not split, and what it brings beyond the measure is not carried over. Span of a
 * bar: {@link OpenBar}.
 */
public sealed interface FilledBars extends TradeBars<OpenBar>
    permits TickBars, VolumeBars, DollarBars {

  /** Whether the bar closes with the trades that it has. */
  boolean isFull(OpenBar bar);

  @Override
  default OpenBar initial() {
    return new OpenBar();
  }

  @Override
  default void update(OpenBar bar, MarketEvent event, Consumer<Bar> closed) {
    refuseBar(event);
    if (event instanceof Trade trade) {
      bar.add(trade);
      if (isFull(bar)) {
        closed.accept(bar.close());
      }
    }
  }

  @Override
  default Optional<Bar> soFar(OpenBar bar) {
    return bar.isEmpty() ? Optional.empty() : Optional.of(bar.soFar());
  }

  @Override
  default void save(OpenBar bar, StateWriter out) {
    bar.save(out);
  }

  @Override
  default OpenBar load(StateReader in) {
    return OpenBar.load(in);
  }
}
