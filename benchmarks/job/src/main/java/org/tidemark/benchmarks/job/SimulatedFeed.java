package org.tidemark.benchmarks.job;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.tidemark.market.Aggressor;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.Trade;
import org.tidemark.streaming.source.FolderSink;

/** Seeded trades of many instruments in turn, as the files that a scorer reads. */
final class SimulatedFeed {
  /** Trades of an instrument in a minute. */
  static final int TRADES_OF_A_BAR = 50;

  private SimulatedFeed() {}

  /** Writes so many trades in files of equal size. */
  static void write(Path folder, int instruments, long total, int ticksOfAFile) {
    SplittableRandom random = new SplittableRandom(7);
    double[] prices = new double[instruments];
    Arrays.fill(prices, 100);
    InstrumentId[] names = new InstrumentId[instruments];
    Arrays.setAll(names, i -> new InstrumentId("I" + i));
    long step = Duration.ofMinutes(1).toNanos() / TRADES_OF_A_BAR;
    long begin = 1_500_000_000L * 1_000_000_000L;
    try (FolderSink sink = new FolderSink(folder, ticksOfAFile)) {
      for (long tick = 0; tick < total; tick++) {
        int i = (int) (tick % instruments);
        long number = tick / instruments;
        prices[i] *= 1 + (random.nextDouble() - 0.5) * 0.001;
        double price = Math.round(prices[i] * 10_000) / 10_000.0;
        sink.send(
            new Trade(
                names[i],
                number,
                begin + number * step,
                price,
                1 + random.nextInt(100),
                random.nextBoolean() ? Aggressor.BUY : Aggressor.SELL));
      }
    }
    System.out.printf("%,d trades of %,d instruments%n", total, instruments);
  }
}
