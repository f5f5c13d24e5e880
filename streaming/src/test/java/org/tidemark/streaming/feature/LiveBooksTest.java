package org.tidemark.streaming.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
import org.tidemark.lakehouse.ingest.SourceFile;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.wire.WireWriter;
import org.tidemark.testkit.Prerequisite;

/** Recorded trades and books of one instrument as a live feed: all 65 features as in batch. */
class LiveBooksTest {
  private static final FeatureSet SET = FeatureSets.core65(Duration.ofSeconds(1));
  private static final String FILES = "binance-flat/usdm_btcusdt_20240808_";

  private static void read(String format, String file, List<MarketEvent> events)
      throws IOException {
    Path path = Prerequisite.data().resolve(FILES + file);
    try (IngestReader reader =
        Formats.named(format).open(SourceFile.of(path), IngestOptions.none())) {
      reader.forEachRemaining(
          row -> {
            if (row instanceof Accepted accepted) {
              events.add(accepted.event());
            }
          });
    }
  }

  private static String bits(FeatureRow row) {
    StringBuilder text = new StringBuilder().append(row.bar());
    for (float value : row.values()) {
      text.append(' ').append(Float.floatToRawIntBits(value));
    }
    return text.toString();
  }

  @Test
  void coreFeaturesFromBooksOnTheWireAreThoseOfTheArchive() throws IOException {
    List<MarketEvent> events = new ArrayList<>();
    read("binance-trades", "trades.csv.gz", events);
    read("binance-depth", "depth_updates.csv.gz", events);
    events.sort(Comparator.comparingLong(MarketEvent::offset));
    assertThat(events).hasSize(21_313 + 6_547);
    List<String> batch = new ArrayList<>();
    Replay replay = SET.start();
    events.forEach(e -> replay.on(e, row -> batch.add(bits(row)), late -> {}));

    List<String> live = new ArrayList<>();
    List<FeatureRow> rows = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    InstrumentFold fold = InstrumentFold.start(SET, TickLimits.standard());
    for (int i = 0; i < events.size(); i++) {
      byte[] line = WireWriter.write(events.get(i)).getBytes(StandardCharsets.UTF_8);
      long arrival = events.get(i).eventTimeNanos();
      Keyed.Good tick =
          (Keyed.Good)
              Keyed.read(new Keyed().call(RowFactory.create("feed", "0", (long) i, arrival, line)));
      fold.on(
          tick.event(),
          tick.arrivalNanos(),
          row -> {
            rows.add(row);
            live.add(bits(row));
          },
          origin -> {},
          (reason, detail) -> refused.add(reason + " " + detail));
      if (i % 5_000 == 0) {
        fold = InstrumentFold.restore(SET, TickLimits.standard(), fold.snapshot());
      }
    }
    assertThat(refused).isEmpty();
    assertThat(live).isEqualTo(batch).hasSizeGreaterThan(300);
    // O01 to O10, the last ten columns, have their values.
    float[] last = rows.get(rows.size() - 1).values();
    for (int at = SET.width() - 10; at < SET.width(); at++) {
      assertThat(last[at]).as(SET.outputNames().get(at)).isNotNaN();
    }
  }
}
