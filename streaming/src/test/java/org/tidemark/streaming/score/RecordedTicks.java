package org.tidemark.streaming.score;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.Replay;
import org.tidemark.features.set.FeatureSets;
import org.tidemark.market.Aggressor;
import org.tidemark.market.Bar;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Trade;
import org.tidemark.market.wire.Parsed;
import org.tidemark.market.wire.WireReader;
import org.tidemark.market.wire.WireWriter;
import org.tidemark.models.score.OnnxScorer;
import org.tidemark.streaming.source.FolderSink;

/**
 * Seeded ticks of three instruments, slightly out of order in event time, with every kind of bad
 * message between them, and what must come of them, computed without Spark and without the live
 * operator.
 */
final class RecordedTicks {
  static final FeatureSet SET =
      new FeatureSet(
          "live40",
          FeatureSets.bars40(Duration.ofMinutes(1)).features(),
          FeatureSets.bars40(Duration.ofMinutes(1)).sampler(),
          Duration.ofSeconds(5));

  private static final long START = 1_500_000_000L * 1_000_000_000L;
  private static final long SECOND = 1_000_000_000L;
  private static final String[] NAMES = {"BTCUSD", "ETHUSD", "IBM"};

  /** One line of the log; {@code reason} is empty for a good tick. */
  record Line(String text, String reason) {}

  /** A score as the table holds it, in bits. */
  record Scored(
      String instrument,
      long offset,
      String version,
      int scoreBits,
      long closeBits,
      long closedByOffset,
      long eventTimeNanos)
      implements Comparable<Scored> {
    @Override
    public int compareTo(Scored other) {
      int byName = instrument.compareTo(other.instrument);
      return byName != 0 ? byName : Long.compare(offset, other.offset);
    }
  }

  private final List<Line> lines = new ArrayList<>();
  private final List<MarketEvent> good = new ArrayList<>();
  private final SplittableRandom random;

  RecordedTicks(long seed, int ticksPerInstrument) {
    this.random = new SplittableRandom(seed);
    long[] offsets = new long[NAMES.length];
    double[] prices = {1000, 50, 140};
    int poison = 0;
    for (int i = 0; i < ticksPerInstrument; i++) {
      for (int k = 0; k < NAMES.length; k++) {
        prices[k] *= 1 + (random.nextDouble() - 0.5) * 0.004;
        long time = START + i * 7 * SECOND + random.nextLong(4 * SECOND);
        String name = NAMES[k];
        Trade tick =
            new Trade(
                new InstrumentId(name),
                offsets[k]++,
                time,
                Math.rint(prices[k] * 100) / 100,
                random.nextInt(1, 500) / 10.0,
                random.nextBoolean() ? Aggressor.BUY : Aggressor.SELL);
        good.add(tick);
        lines.add(new Line(WireWriter.write(tick), ""));
        if (i > 20 && random.nextInt(25) == 0) {
          lines.add(poison(poison++, name, offsets, k, tick));
        }
      }
    }
  }

  private Line poison(int number, String name, long[] offsets, int k, Trade last) {
    long time = last.eventTimeNanos();
    return switch (number % 16) {
      case 0 -> new Line("this is no tick", "MALFORMED_JSON");
      case 1 -> new Line(trade(name, offsets[k]++, time, "\"NaN\"", "1"), "NOT_A_NUMBER");
      case 2 -> new Line(trade(name, offsets[k]++, time, "0", "1"), "NON_POSITIVE_PRICE");
      case 3 -> new Line(trade(name, offsets[k]++, time, "-5.5", "1"), "NON_POSITIVE_PRICE");
      case 4 -> new Line(trade(name, offsets[k]++, time, "5.5", "-1"), "NEGATIVE_SIZE");
      case 5 -> new Line(trade("not a name", 7, time, "5.5", "1"), "BAD_INSTRUMENT");
      case 6 -> new Line(trade(name, last.offset(), time, "5.5", "1"), "DUPLICATE");
      case 7 -> new Line(WireWriter.write(last), "DUPLICATE");
      case 8 ->
          new Line(trade(name, offsets[k]++, 7_000_000_000L * SECOND, "5.5", "1"), "FAR_FUTURE");
      case 9 ->
          new Line(
              trade(name, offsets[k]++, time + 90L * 86_400 * SECOND, "5.5", "1"), "FAR_FUTURE");
      case 10 -> new Line(trade(name, offsets[k]++, time - 3600 * SECOND, "5.5", "1"), "TOO_LATE");
      case 11 -> new Line(trade(name, offsets[k]++, -time, "5.5", "1"), "BEFORE_EPOCH");
      case 12 ->
          new Line(
              ("{\"type\":\"bar\",\"instrument\":\"%s\",\"offset\":%d,\"eventTimeNanos\":%d,"
                      + "\"openTimeNanos\":%d,\"open\":\"5\",\"high\":\"6\",\"low\":\"4\","
                      + "\"close\":\"5\",\"volume\":\"1\"}")
                  .formatted(name, offsets[k]++, time, time - 60 * SECOND),
              "WRONG_BAR");
      case 13 -> new Line("{\"type\":\"rumour\",\"instrument\":\"IBM\"}", "UNKNOWN_TYPE");
      case 14 -> new Line("", "MALFORMED_JSON");
      default -> new Line("{\"type\":\"trade\",\"instrument\":\"IBM\"}", "MISSING_FIELD");
    };
  }

  private static String trade(String name, long offset, long time, String price, String size) {
    return ("{\"type\":\"trade\",\"instrument\":\"%s\",\"offset\":%d,\"eventTimeNanos\":%d,"
            + "\"price\":%s,\"size\":%s,\"aggressor\":\"BUY\"}")
        .formatted(name, offset, time, price, size);
  }

  List<Line> lines() {
    return lines;
  }

  long dead() {
    return lines.stream().filter(line -> !line.reason().isEmpty()).count();
  }

  /** Drops the lines from {@code from} to {@code to} as files of equal length. */
  void drop(Path folder, int from, int to, int linesPerFile) {
    try (FolderSink sink = new FolderSink(folder, linesPerFile)) {
      lines.subList(from, to).forEach(line -> sink.write(line.text()));
    }
  }

  /** The reason of each bad line, by file and line, for files of equal length. */
  Map<String, String> deadLetters(int linesPerFile) {
    Map<String, String> dead = new TreeMap<>();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).reason().isEmpty()) {
        dead.put(
            "ticks-%012d.jsonl:%d".formatted(i / linesPerFile, i % linesPerFile),
            lines.get(i).reason());
      }
    }
    return dead;
  }

  /** The messages that must be kept, sorted. */
  List<String> kept() {
    return lines.stream().filter(line -> line.reason().isEmpty()).map(Line::text).sorted().toList();
  }

  /** The features of every bar, in bits, sorted. */
  List<String> features() {
    Map<InstrumentId, Replay> replays = new LinkedHashMap<>();
    List<String> rows = new ArrayList<>();
    for (MarketEvent tick : good) {
      replays
          .computeIfAbsent(tick.instrument(), name -> SET.start())
          .on(
              tick,
              row -> {
                ByteBuffer bits = ByteBuffer.allocate(row.values().length * Float.BYTES);
                bits.asFloatBuffer().put(row.values());
                rows.add(featured(row.bar(), tick.offset(), bits.array()));
              },
              late -> {});
    }
    rows.sort(null);
    return rows;
  }

  private static String featured(Bar bar, long closedBy, byte[] bits) {
    return featured(
        bar.instrument().value(), bar.offset(), bar.eventTimeNanos(), closedBy, SET.hash(), bits);
  }

  /** One line of {@link #features()}. */
  static String featured(
      String instrument, long offset, long time, long closedBy, String set, byte[] bits) {
    return String.join(
        " ",
        instrument,
        offset + "",
        time + "",
        closedBy + "",
        set,
        HexFormat.of().formatHex(bits));
  }

  /** What a model must make of each good tick while a bar is in the making, in bits, sorted. */
  List<String> provisional(byte[] onnx, String sha256) {
    Map<InstrumentId, Replay> replays = new LinkedHashMap<>();
    List<String> rows = new ArrayList<>();
    try (OnnxScorer scorer =
        OnnxScorer.open(
            onnx, new org.tidemark.models.onnx.LoadGuard.Expected(sha256, SET.hash()))) {
      for (MarketEvent tick : good) {
        Replay replay = replays.computeIfAbsent(tick.instrument(), name -> SET.start());
        replay.on(tick, row -> {}, late -> {});
        replay
            .soFar()
            .ifPresent(
                row -> {
                  ByteBuffer bits = ByteBuffer.allocate(row.values().length * Float.BYTES);
                  bits.asFloatBuffer().put(row.values());
                  rows.add(
                      featured(row.bar(), tick.offset(), bits.array())
                          + " "
                          + Float.floatToRawIntBits(scorer.score(row.values(), 1)[0]));
                });
      }
    }
    rows.sort(null);
    return rows;
  }

  /** The replay of each instrument after the good ones among the first lines. */
  Map<String, Replay> replayed(int firstLines) {
    Map<String, Replay> replays = new TreeMap<>();
    for (Line line : lines.subList(0, firstLines)) {
      if (line.reason().isEmpty() && WireReader.read(line.text()) instanceof Parsed parsed) {
        replays
            .computeIfAbsent(parsed.event().instrument().value(), name -> SET.start())
            .on(parsed.event(), row -> {}, late -> {});
      }
    }
    return replays;
  }

  /** What one model must make of the good ticks. */
  List<Scored> scores(String version, byte[] onnx, String sha256) {
    Map<InstrumentId, Replay> replays = new LinkedHashMap<>();
    List<Scored> scores = new ArrayList<>();
    try (OnnxScorer scorer =
        OnnxScorer.open(
            onnx, new org.tidemark.models.onnx.LoadGuard.Expected(sha256, SET.hash()))) {
      for (MarketEvent tick : good) {
        replays
            .computeIfAbsent(tick.instrument(), name -> SET.start())
            .on(
                tick,
                row ->
                    scores.add(
                        new Scored(
                            tick.instrument().value(),
                            row.bar().offset(),
                            version,
                            Float.floatToRawIntBits(scorer.score(row.values(), 1)[0]),
                            Double.doubleToRawLongBits(row.bar().close()),
                            tick.offset(),
                            row.bar().eventTimeNanos())),
                late -> {
                  throw new AssertionError("a good tick is late: " + late);
                });
      }
    }
    scores.sort(null);
    return scores;
  }
}
