package org.tidemark.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.tidemark.market.Bar;
import org.tidemark.market.InstrumentId;

/**
 * Seeded random bars on a time grid, with what real series have: trends, calm and wild stretches,
 * flat prices, bars without volume, prices on a tick grid, and gaps from one bar to a day.
 *
 * @param instrument of every bar
 * @param length of every bar
 */
public record BarGenerator(InstrumentId instrument, Duration length) {
  private static final double TICK = 0.01;

  /** One-minute bars of an instrument named X. */
  public static BarGenerator minutes() {
    return new BarGenerator(new InstrumentId("X"), Duration.ofMinutes(1));
  }

  /** That many bars, oldest first, offsets from 0. */
  public List<Bar> bars(SplittableRandom random, int count) {
    return bars(random, count, random.nextLong(0, 1_000_000) * length.toNanos());
  }

  /** That many bars, the first of which opens at {@code openNanos}. */
  public List<Bar> bars(SplittableRandom random, int count, long openNanos) {
    List<Bar> bars = new ArrayList<>();
    long time = openNanos;
    double price = StrictMath.exp(random.nextDouble(-2, 10));
    double wildness = 0.001;
    boolean flat = false;
    boolean silent = false;
    for (int i = 0; i < count; i++) {
      if (random.nextInt(40) == 0) {
        wildness = StrictMath.exp(random.nextDouble(-10, -3));
        flat = random.nextInt(4) == 0;
        silent = random.nextInt(3) == 0;
      }
      bars.add(bar(random, i, time, price, flat ? 0 : wildness, silent));
      price = bars.get(i).close();
      time += length.toNanos() * (1 + gap(random));
    }
    return bars;
  }

  private static long gap(SplittableRandom random) {
    return switch (random.nextInt(60)) {
      case 0, 1 -> random.nextInt(1, 5);
      case 2 -> random.nextInt(5, 300);
      case 3 -> random.nextInt(6) == 0 ? 1500 : 0;
      default -> 0;
    };
  }

  private Bar bar(
      SplittableRandom random,
      long offset,
      long time,
      double before,
      double wildness,
      boolean silent) {
    double open = random.nextInt(8) == 0 ? step(random, before, wildness) : before;
    double close = step(random, open, wildness);
    double high = Math.max(step(random, open, wildness), Math.max(open, close));
    double low = Math.min(step(random, open, wildness), Math.min(open, close));
    double volume = silent || random.nextInt(10) == 0 ? 0 : random.nextDouble(0.001, 50);
    long end = time + length.toNanos();
    return new Bar(instrument, offset, end, time, open, high, low, close, volume);
  }

  private static double step(SplittableRandom random, double price, double wildness) {
    double moved = price * StrictMath.exp(wildness * random.nextDouble(-2, 2));
    return wildness == 0 ? price : Math.max(TICK, StrictMath.rint(moved / TICK) * TICK);
  }
}
