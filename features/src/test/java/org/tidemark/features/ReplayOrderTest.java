package org.tidemark.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tidemark.features.bar.Samplers;
import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;
import org.tidemark.market.Aggressor;
import org.tidemark.market.EventKind;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Trade;

/** A row has seen the events of its bar and no other, whichever way its bar closes. */
class ReplayOrderTest {
  /** Counts the trades it has been shown. */
  private record TradesSeen() implements Feature<long[]> {
    @Override
    public FeatureId id() {
      return new FeatureId("trades_seen", 1);
    }

    @Override
    public Set<EventKind> inputs() {
      return Set.of(EventKind.TRADE);
    }

    @Override
    public List<Output> outputs() {
      return List.of(new Output("trades_seen", "count", "trades so far"));
    }

    @Override
    public Memory memory() {
      return Memory.unbounded();
    }

    @Override
    public FeatureDoc doc() {
      Example example = Example.prices(List.of(Example.flat(1, 1)), "no trade", 0.0);
      return FeatureDoc.of("none", "trades so far", "none", "test", Warmup.bars(1), example);
    }

    @Override
    public long[] initial() {
      return new long[1];
    }

    @Override
    public void update(long[] state, MarketEvent event) {
      state[0] += event instanceof Trade ? 1 : 0;
    }

    @Override
    public void read(long[] state, float[] row, int at) {
      row[at] = state[0];
    }

    @Override
    public void save(long[] state, StateWriter out) {
      out.putLong(state[0]);
    }

    @Override
    public long[] load(StateReader in) {
      return new long[] {in.getLong()};
    }
  }

  /** Trades seen at each row, over eleven trades ten seconds apart. */
  private static List<Float> seen(String sampler) {
    FeatureSet set =
        new FeatureSet("seen", List.of(new TradesSeen()), Samplers.parse(sampler), Duration.ZERO);
    Replay replay = set.start();
    List<Float> seen = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      long time = i * 10_000_000_000L;
      replay.on(
          new Trade(new InstrumentId("X"), i, time, 1, 1, Aggressor.BUY),
          row -> seen.add(row.values()[0]),
          late -> {});
    }
    return seen;
  }

  @Test
  void theTradeThatFillsABarIsInItsRow() {
    assertThat(seen("tick-4")).containsExactly(4f, 8f);
  }

  @Test
  void theTradeThatEndsASpanIsInTheNextRow() {
    assertThat(seen("time-60s")).containsExactly(6f);
    assertThat(seen("session-continuous-60s")).containsExactly(6f);
  }
}
