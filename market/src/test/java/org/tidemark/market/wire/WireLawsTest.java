package org.tidemark.market.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tidemark.market.Aggressor;
import org.tidemark.market.Bar;
import org.tidemark.market.Book;
import org.tidemark.market.Heartbeat;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Quote;
import org.tidemark.market.Trade;

/** Reading gives back what was written, to the bit; and no input makes the reader throw. */
class WireLawsTest {
  private static final String ALPHABET =
      "{}[]\",:\\u0123456789.eE+-NaInfty \t\n\u0000\u00e9\ud800x";

  @Test
  void readingUndoesWriting() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 100_000; i++) {
      MarketEvent event = event(random);
      String line = WireWriter.write(event);
      WireResult result = WireReader.read(line);
      // record equality compares doubles by their bits (Double.compare): -0.0 is not 0.0
      if (!result.equals(new Parsed(event))) {
        assertThat(result).as(line).isEqualTo(new Parsed(event));
      }
    }
  }

  @Test
  void mutatedLinesNeverThrowAndWhatIsTakenIsValid() {
    SplittableRandom random = new SplittableRandom(2);
    EnumSet<Reason> seen = EnumSet.noneOf(Reason.class);
    int taken = 0;
    for (int i = 0; i < 120_000; i++) {
      StringBuilder line = new StringBuilder(WireWriter.write(event(random)));
      for (int edits = random.nextInt(1, 4); edits > 0; edits--) {
        mutate(line, random);
      }
      WireResult result = WireReader.read(line.toString());
      if (result instanceof Malformed malformed) {
        seen.add(malformed.reason());
        if (malformed.detail().isBlank() || malformed.detail().length() > 400) {
          assertThat(malformed.detail()).as(line.toString()).isNotBlank().hasSizeLessThan(400);
        }
      } else if (result instanceof Parsed parsed) {
        taken++;
        WireResult again = WireReader.read(WireWriter.write(parsed.event()));
        if (!again.equals(parsed)) {
          assertThat(again).as(line.toString()).isEqualTo(parsed);
        }
      }
    }
    // The mutations reach every reason but that of topics that carry no lines.
    assertThat(seen).isEqualTo(EnumSet.complementOf(EnumSet.of(Reason.SCHEMA_MISMATCH)));
    assertThat(taken).isBetween(1_000, 90_000);
  }

  private static void mutate(StringBuilder line, SplittableRandom random) {
    if (line.length() == 0) {
      return;
    }
    int at = random.nextInt(line.length());
    int end = Math.min(line.length(), at + random.nextInt(1, 12));
    char c = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
    switch (random.nextInt(8)) {
      case 0 -> line.deleteCharAt(at);
      case 1 -> line.insert(at, c);
      case 2 -> line.setCharAt(at, c);
      case 3 -> line.setCharAt(at, (char) random.nextInt(0x10000));
      case 4 -> line.setLength(at);
      case 5 -> line.insert(at, line.substring(at, end));
      case 6 -> line.delete(at, end);
      default -> value(line, random);
    }
  }

  /** Replaces the value of a random key by another. */
  private static void value(StringBuilder line, SplittableRandom random) {
    String[] values = {
      "\"\"", "0", "-1", "\"-0.5\"", "NaN", "\"NaN\"", "1e400", "null", "\"BUY\"", "1e5", "\"a b\""
    };
    int colon = line.indexOf(":", random.nextInt(line.length()));
    if (colon >= 0) {
      int end = colon + 1;
      while (end < line.length() && line.charAt(end) != ',' && line.charAt(end) != '}') {
        end++;
      }
      line.replace(colon + 1, end, values[random.nextInt(values.length)]);
    }
  }

  private static MarketEvent event(SplittableRandom random) {
    InstrumentId name = new InstrumentId(random.nextBoolean() ? "BTCUSD" : "a.B_c:d/e-9");
    long offset = random.nextLong() >>> (1 + random.nextInt(60));
    long time = random.nextLong() >> random.nextInt(60);
    switch (random.nextInt(5)) {
      case 0:
        Aggressor side = Aggressor.values()[random.nextInt(3)];
        return new Trade(name, offset, time, price(random), size(random), side);
      case 1:
        boolean bid = random.nextInt(4) > 0;
        boolean ask = !bid || random.nextInt(4) > 0;
        return new Quote(
            name,
            offset,
            time,
            bid ? price(random) : Double.NaN,
            bid ? size(random) : 0,
            ask ? price(random) : Double.NaN,
            ask ? size(random) : 0);
      case 2:
        double a = price(random);
        double b = price(random);
        double low = Math.min(a, b);
        double high = Math.max(a, b);
        long close = Math.max(time, Long.MIN_VALUE + 1);
        return new Bar(name, offset, close, close - 1, low, high, low, high, size(random));
      case 3:
        List<Book.Level> bids = levels(random, -1);
        List<Book.Level> asks = levels(random, 1);
        return bids.isEmpty() && asks.isEmpty()
            ? new Heartbeat(name, offset, time)
            : new Book(name, offset, time, bids, asks);
      default:
        return new Heartbeat(name, offset, time);
    }
  }

  /** Up to two levels, falling or rising. */
  private static List<Book.Level> levels(SplittableRandom random, int direction) {
    double a = price(random);
    double b = price(random);
    double best = direction > 0 ? Math.min(a, b) : Math.max(a, b);
    double next = direction > 0 ? Math.max(a, b) : Math.min(a, b);
    List<Book.Level> levels = new ArrayList<>();
    int count = random.nextInt(3);
    if (count > 0) {
      levels.add(new Book.Level(best, size(random)));
    }
    if (count > 1 && best != next) {
      levels.add(new Book.Level(next, size(random)));
    }
    return levels;
  }

  /** Any finite positive double: of every exponent, with few digits, or with all. */
  private static double price(SplittableRandom random) {
    double value =
        switch (random.nextInt(12)) {
          case 0 -> Double.longBitsToDouble(random.nextLong() & Long.MAX_VALUE);
          case 1, 2, 3, 4 -> random.nextInt(1, 1_000_000) / 100.0;
          default -> random.nextDouble() * 1e5;
        };
    return value > 0 && value < Double.POSITIVE_INFINITY ? value : Double.MIN_VALUE;
  }

  private static double size(SplittableRandom random) {
    return switch (random.nextInt(4)) {
      case 0 -> 0.0;
      case 1 -> -0.0;
      default -> price(random);
    };
  }
}
