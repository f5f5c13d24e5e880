package org.tidemark.streaming.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.tidemark.features.FeatureRow;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.Replay;
import org.tidemark.features.set.FeatureSets;
import org.tidemark.lakehouse.ingest.Accepted;
import org.tidemark.lakehouse.ingest.Formats;
import org.tidemark.lakehouse.ingest.IngestOptions;
import org.tidemark.lakehouse.ingest.IngestReader;
import org.tidemark.lakehouse.ingest.Ingested;
import org.tidemark.lakehouse.ingest.Rejected;
import org.tidemark.lakehouse.ingest.SourceFile;
import org.tidemark.market.MarketEvent;
import org.tidemark.testkit.Seeds;

/**
 * One feed full of bad input, live and as a file: each line has the outcome that {@code
 * docs/spec/bad-input.md} states, none is lost, and what is left gives the same features bit for
 * bit.
 */
class BadFeedTest {
  private static final FeatureSet SET = FeatureSets.core65(Duration.ofMinutes(1));
  private static final long SECOND = 1_000_000_000L;
  private static final long DAY = 86_400 * SECOND;
  private static final long START = 1_520_000_000L * SECOND;
  private static final long ARRIVAL = START + 3_000 * DAY;
  private static final String GOOD = "good";

  /** A kind of line, with its outcome in a file and live; {@code good} is taken. */
  private enum Kind {
    TRADE(GOOD, GOOD),
    QUOTE(GOOD, GOOD),
    BOOK(GOOD, GOOD),
    SPIKE(GOOD, GOOD),
    ONE_SIDED_QUOTE(GOOD, GOOD),
    CROSSED_QUOTE(GOOD, GOOD),
    ONE_SIDED_BOOK(GOOD, GOOD),
    CROSSED_BOOK(GOOD, GOOD),
    NAN_PRICE("NOT_A_NUMBER", "NOT_A_NUMBER"),
    INFINITE_PRICE("NOT_A_NUMBER", "NOT_A_NUMBER"),
    ZERO_PRICE("NON_POSITIVE_PRICE", "NON_POSITIVE_PRICE"),
    NEGATIVE_PRICE("NON_POSITIVE_PRICE", "NON_POSITIVE_PRICE"),
    NEGATIVE_SIZE("NEGATIVE_SIZE", "NEGATIVE_SIZE"),
    NAN_SIZE("NOT_A_NUMBER", "NOT_A_NUMBER"),
    TOO_PRECISE("TOO_PRECISE", "TOO_PRECISE"),
    TOO_LARGE("TOO_LARGE", "TOO_LARGE"),
    EMPTY_QUOTE("EMPTY_QUOTE", "EMPTY_QUOTE"),
    EMPTY_BOOK("EMPTY_BOOK", "EMPTY_BOOK"),
    UNSORTED_BOOK("BAD_BOOK", "BAD_BOOK"),
    NO_JSON("BAD_JSON", "MALFORMED_JSON"),
    UNKNOWN_TYPE("UNKNOWN_TYPE", "UNKNOWN_TYPE"),
    SAME_OFFSET("OFFSET_RUNS_BACK", "DUPLICATE"),
    OLDER_OFFSET("OFFSET_RUNS_BACK", "DUPLICATE"),
    BEFORE_1970("BAD_TIME", "BEFORE_EPOCH"),
    LEAP("FAR_FUTURE", "FAR_FUTURE"),
    TIME_RUNS_BACK("LATE", "TOO_LATE");

    private final String file;
    private final String live;

    Kind(String file, String live) {
      this.file = file;
      this.live = live;
    }

    private boolean isGood() {
      return file.equals(GOOD);
    }
  }

  /** The lines of a feed and what each of them is. */
  private static final class Feed {
    private final List<String> lines = new ArrayList<>();
    private final List<Kind> kinds = new ArrayList<>();
    private final Map<String, Long> offsets = new TreeMap<>();
    private final SplittableRandom random;

    Feed(SplittableRandom random, int count) {
      this.random = random;
      long time = START;
      for (int i = 0; i < count; i++) {
        time += random.nextLong(4 * SECOND);
        if (i == count / 2) {
          time = gap(time);
        }
        Kind[] all = Kind.values();
        boolean bad = i > 10 && random.nextInt(3) == 0;
        add(bad ? all[random.nextInt(all.length)] : all[random.nextInt(3)], name(), time);
      }
    }

    private String name() {
      return random.nextInt(4) == 0 ? "B" : "A";
    }

    /** A genuine gap of forty days: three lines of each instrument are doubted, then believed. */
    private long gap(long time) {
      long after = time + 40 * DAY;
      for (int i = 0; i < 3; i++) {
        put(Kind.LEAP, trade("A", offset("A", 1), after + i, "100", "1"));
        put(Kind.LEAP, trade("B", offset("B", 1), after + i, "100", "1"));
      }
      put(Kind.TRADE, trade("A", offset("A", 1), after + 3, "100", "1"));
      put(Kind.TRADE, trade("B", offset("B", 1), after + 3, "100", "1"));
      return after + 4;
    }

    /** The next offset of an instrument; a line that will be refused does not use it up. */
    private long offset(String name, int step) {
      return offsets.merge(name, (long) step, Long::sum);
    }

    private void put(Kind kind, String line) {
      kinds.add(kind);
      lines.add(line);
    }

    private void add(Kind kind, String name, long time) {
      long at = kind == Kind.SAME_OFFSET || kind == Kind.OLDER_OFFSET ? 0 : offset(name, 1);
      long last = offsets.getOrDefault(name, 0L);
      String price = String.valueOf(100 + random.nextInt(200) / 100.0);
      put(
          kind,
          switch (kind) {
            case TRADE -> trade(name, at, time, price, "1.5");
            case SPIKE -> trade(name, at, time, price, "150");
            case QUOTE -> quote(name, at, time, "\"bid\":\"99.5\",", 2, "\"ask\":\"100.5\",", 3);
            case ONE_SIDED_QUOTE -> quote(name, at, time, "\"bid\":\"99.5\",", 2, "", 0);
            case CROSSED_QUOTE ->
                quote(name, at, time, "\"bid\":\"100.5\",", 2, "\"ask\":\"99.5\",", 3);
            case EMPTY_QUOTE -> quote(name, at, time, "", 0, "", 0);
            case BOOK -> book(name, at, time, "99x2 98x4", "101x3 102x" + random.nextInt(9));
            case ONE_SIDED_BOOK -> book(name, at, time, "99x2 98x4", "");
            case CROSSED_BOOK -> book(name, at, time, "103x2 98x4", "101x3");
            case EMPTY_BOOK -> book(name, at, time, "", "");
            case UNSORTED_BOOK -> book(name, at, time, "98x2 99x4", "101x3");
            case NAN_PRICE -> trade(name, at, time, "NaN", "1");
            case INFINITE_PRICE -> trade(name, at, time, "Infinity", "1");
            case ZERO_PRICE -> trade(name, at, time, "0", "1");
            case NEGATIVE_PRICE -> trade(name, at, time, "-100", "1");
            case NEGATIVE_SIZE -> trade(name, at, time, "100", "-1");
            case NAN_SIZE -> trade(name, at, time, "100", "NaN");
            case TOO_PRECISE -> trade(name, at, time, "100", "1e-19");
            case TOO_LARGE -> trade(name, at, time, "1e21", "1");
            case NO_JSON -> trade(name, at, time, "100", "1").replace("}", "");
            case UNKNOWN_TYPE -> trade(name, at, time, "100", "1").replace("trade", "order");
            case SAME_OFFSET -> trade(name, last, time, "100", "1");
            case OLDER_OFFSET -> trade(name, Math.max(0, last - 5), time, "100", "1");
            case BEFORE_1970 -> trade(name, at, -1, "100", "1");
            case LEAP -> trade(name, at, time + 20 * DAY * (1 + lines.size()), "100", "1");
            case TIME_RUNS_BACK -> trade(name, at, time - 3_600 * SECOND, "100", "1");
          });
      if (!kind.isGood() && kind != Kind.TIME_RUNS_BACK && at > 0) {
        offsets.merge(name, -1L, Long::sum);
      }
    }

    private static String head(String type, String name, long offset, long time) {
      return "{\"type\":\"%s\",\"instrument\":\"%s\",\"offset\":%d,\"eventTimeNanos\":%d,"
          .formatted(type, name, offset, time);
    }

    private static String trade(String name, long offset, long time, String price, String size) {
      return head("trade", name, offset, time)
          + "\"price\":\"%s\",\"size\":\"%s\",\"aggressor\":\"BUY\"}".formatted(price, size);
    }

    private static String quote(
        String name, long offset, long time, String bid, int bidSize, String ask, int askSize) {
      return head("quote", name, offset, time)
          + "%s\"bidSize\":%d,%s\"askSize\":%d}".formatted(bid, bidSize, ask, askSize);
    }

    private static String book(String name, long offset, long time, String bids, String asks) {
      return head("book", name, offset, time)
          + "\"bids\":\"%s\",\"asks\":\"%s\"}".formatted(bids, asks);
    }
  }

  /** What became of each line, and the rows of features as text that holds their bits. */
  private static final class Result {
    private final List<String> outcomes = new ArrayList<>();
    private final List<String> rows = new ArrayList<>();

    void row(FeatureRow row) {
      StringBuilder text = new StringBuilder().append(row.bar());
      for (float value : row.values()) {
        text.append(' ').append(Float.floatToRawIntBits(value));
        assertThat(value).isNotIn(Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);
      }
      rows.add(text.toString());
    }
  }

  private static Result file(List<String> lines) {
    byte[] text = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    Result result = new Result();
    Map<String, Replay> replays = new TreeMap<>();
    try (IngestReader reader =
        Formats.named("wire")
            .open(
                SourceFile.of("feed.jsonl", () -> new ByteArrayInputStream(text)),
                IngestOptions.none())) {
      while (reader.hasNext()) {
        Ingested row = reader.next();
        if (row instanceof Rejected rejected) {
          result.outcomes.add(rejected.reason().name());
          continue;
        }
        MarketEvent event = ((Accepted) row).event();
        boolean[] late = new boolean[1];
        replays
            .computeIfAbsent(event.instrument().value(), name -> SET.start())
            .on(event, result::row, lateEvent -> late[0] = true);
        result.outcomes.add(late[0] ? "LATE" : GOOD);
      }
      assertThat(reader.tally().read()).isEqualTo(lines.size());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return result;
  }

  private static Result live(List<String> lines) {
    Result result = new Result();
    Map<String, InstrumentFold> folds = new TreeMap<>();
    for (int i = 0; i < lines.size(); i++) {
      byte[] line = lines.get(i).getBytes(StandardCharsets.UTF_8);
      Keyed.Tick tick =
          Keyed.read(new Keyed().call(RowFactory.create("feed", "0", (long) i, ARRIVAL, line)));
      if (tick instanceof Keyed.Bad bad) {
        result.outcomes.add(bad.reason());
        continue;
      }
      MarketEvent event = ((Keyed.Good) tick).event();
      List<String> refused = new ArrayList<>();
      boolean taken =
          folds
              .computeIfAbsent(
                  event.instrument().value(),
                  name -> InstrumentFold.start(SET, TickLimits.standard()))
              .on(
                  event,
                  ARRIVAL,
                  result::row,
                  origin -> {},
                  (reason, detail) -> refused.add(reason.name()));
      assertThat(refused).hasSize(taken ? 0 : 1);
      result.outcomes.add(taken ? GOOD : refused.get(0));
    }
    return result;
  }

  @Test
  void everyLineHasItsOutcomeAndFileAndFeedAgree() {
    Map<Kind, Integer> seen = new EnumMap<>(Kind.class);
    Seeds.forEach(
        8,
        (seed, random) -> {
          Feed feed = new Feed(random, 600);
          Result file = file(feed.lines);
          Result live = live(feed.lines);
          for (int i = 0; i < feed.lines.size(); i++) {
            Kind kind = feed.kinds.get(i);
            assertThat(file.outcomes.get(i))
                .as(kind + " " + feed.lines.get(i))
                .isEqualTo(kind.file);
            assertThat(live.outcomes.get(i))
                .as(kind + " " + feed.lines.get(i))
                .isEqualTo(kind.live);
            seen.merge(kind, 1, Integer::sum);
          }
          assertThat(live.rows).isEqualTo(file.rows).hasSizeGreaterThan(10);
        });
    assertThat(seen).hasSize(Kind.values().length);
  }
}
