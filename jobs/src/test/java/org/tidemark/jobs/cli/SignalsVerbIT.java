package org.tidemark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.features.strategy.QualityGate;
import org.tidemark.features.strategy.Strategy;
import org.tidemark.features.strategy.StrategySettings;
import org.tidemark.testkit.TestSpark;

/** The verb {@code signals} over stored rows, beside the signals of the same values. */
class SignalsVerbIT {
  private static final Instant START = Instant.parse("2024-01-01T00:00:00Z");
  private static final int BARS = 40;

  @TempDir static Path lake;
  private static final List<String> COLUMNS =
      Arrays.stream(Strategy.values()).flatMap(s -> s.columns().stream()).distinct().toList();
  private static final float[][] VALUES = new float[BARS][COLUMNS.size()];

  @BeforeAll
  static void rows() {
    SplittableRandom random = new SplittableRandom(7);
    List<Row> wide = new ArrayList<>();
    List<Row> quality = new ArrayList<>();
    for (int bar = 0; bar < BARS; bar++) {
      Object[] row = new Object[3 + COLUMNS.size()];
      row[0] = bar % 2 == 0 ? "A" : "B";
      row[1] = Timestamp.from(START.plusSeconds(3_600L * bar));
      row[2] = (START.getEpochSecond() + 3_600L * bar) * 1_000_000_000;
      for (int j = 0; j < COLUMNS.size(); j++) {
        VALUES[bar][j] = random.nextInt(15) == 0 ? Float.NaN : (float) random.nextDouble(-1.5, 3);
        row[3 + j] = VALUES[bar][j];
      }
      wide.add(RowFactory.create(row));
      if (bar != 5) {
        quality.add(RowFactory.create(row[0], row[1], row[2], bar % 4 / 4f, (float) (bar % 12)));
      }
    }
    write("core65", bar(COLUMNS), wide);
    write("quality", bar(List.of("mq_score", "market_regime_3")), quality);
  }

  private static StructType bar(List<String> columns) {
    StructType type =
        new StructType()
            .add("instrument", DataTypes.StringType)
            .add("event_time", DataTypes.TimestampType)
            .add("event_time_nanos", DataTypes.LongType);
    for (String column : columns) {
      type = type.add(column, DataTypes.FloatType);
    }
    return type;
  }

  private static void write(String table, StructType type, List<Row> rows) {
    TestSpark.session()
        .createDataFrame(rows, type)
        .write()
        .format("delta")
        .save(lake.resolve("features").resolve(table).toString());
  }

  @Test
  void everySignalIsThatOfTheLibraryOnTheSameValues() {
    Cli found = Cli.run("signals", "--lake", lake.toString(), "--rows", "--format", "csv");

    assertThat(found.code()).isZero();
    List<String> lines = found.out().lines().skip(1).toList();
    assertThat(lines).hasSize(BARS * Strategy.values().length);
    int open = 0;
    for (String line : lines) {
      String[] cells = line.split(",");
      int bar = (int) ((Long.parseLong(cells[2]) / 1_000_000_000 - START.getEpochSecond()) / 3_600);
      double wanted = Strategy.of(cells[3]).value(COLUMNS, VALUES[bar], StrategySettings.STANDARD);
      assertThat(Double.valueOf(cells[4])).as(line).isEqualTo(Double.valueOf(wanted));
      QualityGate gate =
          bar == 5
              ? QualityGate.MISSING
              : QualityGate.of(wanted, bar % 4 / 4f, bar % 12, StrategySettings.STANDARD);
      assertThat(cells[5]).as(line).isEqualTo(gate.name());
      open += gate == QualityGate.OPEN ? 1 : 0;
    }
    assertThat(open).isBetween(50, 450);
  }

  @Test
  void theSummaryCountsWhatWasAskedFor() {
    Cli found =
        Cli.run(
            "signals",
            "--lake",
            lake.toString(),
            "--strategy",
            "vwap_reversion,volume_imbalance",
            "--instrument",
            "A",
            "--to",
            "2024-01-02",
            "--threshold",
            "vwap_entry=0.5",
            "--format",
            "csv");

    assertThat(found.code()).isZero();
    assertThat(found.out().lines())
        .hasSize(3)
        .anyMatch(line -> line.startsWith("vwap_reversion,12,"))
        .anyMatch(line -> line.startsWith("volume_imbalance,12,"));
  }

  @Test
  void whatIsMissingIsNamed() {
    assertThat(Cli.run("signals", "--lake", lake.toString(), "--features", "bars40").err())
        .contains("no table features.bars40", "feature-sets");
    assertThat(Cli.run("signals", "--lake", lake.toString(), "--features", "quality").err())
        .contains("features.quality has no column");
    assertThat(Cli.run("signals", "--lake", lake.toString(), "--strategy", "luck").err())
        .contains("'luck' is none of");
    assertThat(Cli.run("signals", "--lake", lake.toString(), "--threshold", "stop_rank=2").err())
        .contains("stop_rank=2.0 must be above 0.5 and below 1");
  }
}
