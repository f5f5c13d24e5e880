package org.tidemark.features.bar;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.tidemark.features.Sampler;
import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;
import org.tidemark.market.Aggressor;
import org.tidemark.market.Bar;
import org.tidemark.market.Heartbeat;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Trade;

/** Drives one sampler over events in the ways that the laws compare, and generates the events. */
public final class SamplerRuns {
  static final InstrumentId X = new InstrumentId("X");
  private static final long MILLI = 1_000_000L;
  // Friday 2024-11-29, a half day, and the weekend when daylight saving began: 13:00 UTC.
  private static final long[] STARTS = {1_732_885_200_000L, 1_709_902_800_000L};

  private SamplerRuns() {}

  static Trade trade(long offset, long nanos, double price, double size, Aggressor side) {
    return new Trade(X, offset, nanos, price, size, side);
  }

  /** Trades and heartbeats in order of time: bursts within a millisecond, pauses, nights. */
  public static List<MarketEvent> events(SplittableRandom random, int count) {
    List<MarketEvent> events = new ArrayList<>();
    long milli = STARTS[random.nextInt(2)] + random.nextInt(8 * 3_600_000);
    boolean sided = random.nextBoolean();
    double price = 100;
    for (int i = 0; i < count; i++) {
      milli += step(random);
      if (random.nextInt(30) == 0) {
        events.add(new Heartbeat(X, i, milli * MILLI));
        continue;
      }
      price = Math.max(1, price + random.nextInt(-2, 3) * 0.25);
      Aggressor side = sided ? Aggressor.values()[random.nextInt(3)] : Aggressor.UNKNOWN;
      events.add(trade(i, milli * MILLI, price, random.nextInt(20), side));
    }
    return events;
  }

  private static long step(SplittableRandom random) {
    return switch (random.nextInt(20)) {
      case 0 -> random.nextInt(20 * 60_000);
      case 1 -> random.nextInt(8) == 0 ? random.nextInt(40 * 3_600_000) : 0;
      case 2, 3, 4, 5 -> random.nextInt(30_000);
      default -> random.nextInt(2);
    };
  }

  static <S> List<Bar> bars(Sampler<S> sampler, List<? extends MarketEvent> events) {
    List<Bar> bars = new ArrayList<>();
    S state = sampler.initial();
    events.forEach(e -> sampler.update(state, e, bars::add));
    return bars;
  }

  /** As {@link #bars}, with the state saved and loaded before every event. */
  static <S> List<Bar> resumed(Sampler<S> sampler, List<MarketEvent> events) {
    List<Bar> bars = new ArrayList<>();
    S state = sampler.initial();
    for (MarketEvent event : events) {
      state = sampler.load(new StateReader(bytes(sampler, state)));
      sampler.update(state, event, bars::add);
    }
    return bars;
  }

  /** The saved state after the events. */
  static <S> byte[] saved(Sampler<S> sampler, List<MarketEvent> events) {
    S state = sampler.initial();
    events.forEach(e -> sampler.update(state, e, bar -> {}));
    return bytes(sampler, state);
  }

  static <S> byte[] reloaded(Sampler<S> sampler, byte[] bytes) {
    StateReader in = new StateReader(bytes);
    byte[] again = bytes(sampler, sampler.load(in));
    if (in.remaining() != 0) {
      throw new AssertionError(sampler.id() + " left " + in.remaining() + " bytes unread");
    }
    return again;
  }

  private static <S> byte[] bytes(Sampler<S> sampler, S state) {
    StateWriter out = new StateWriter();
    sampler.save(state, out);
    return out.toBytes();
  }
}
