package org.tidemark.jobs.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.Replay;
import org.tidemark.features.set.FeatureSets;
import org.tidemark.market.Aggressor;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.Trade;
import org.tidemark.market.wire.WireWriter;

/** Faults planted in what a live query left are found and named; without one there is none. */
class LiveReplayTest {
  private static final FeatureSet SET = FeatureSets.bars40(Duration.ofMinutes(1));
  private static final LocalDate DAY = LocalDate.parse("2024-01-01");
  private static final long MIDNIGHT = DAY.toEpochDay() * 86_400_000_000_000L;
  private static final long SECOND = 1_000_000_000L;

  /** What a query kept of one instrument. */
  private static final class Kept {
    final String instrument;
    final List<Trade> ticks = new ArrayList<>();
    final List<Row> rows = new ArrayList<>();
    final byte[] snapshot;

    Kept(String instrument, int seed) {
      this.instrument = instrument;
      SplittableRandom random = new SplittableRandom(seed);
      Replay replay = SET.start();
      for (int i = 0; i < 600; i++) {
        Trade tick =
            new Trade(
                new InstrumentId(instrument),
                10 + 2L * i,
                MIDNIGHT + i * 17 * SECOND,
                Math.rint(100_000 + 1000 * random.nextDouble()) / 100,
                random.nextInt(1, 50),
                Aggressor.BUY);
        ticks.add(tick);
        replay.on(tick, row -> rows.add(live(row.bar(), tick.offset(), row.values())), l -> {});
      }
      snapshot = SET.start().snapshot();
    }

    private Row live(org.tidemark.market.Bar bar, long closedBy, float[] values) {
      ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
      bytes.asFloatBuffer().put(values);
      return input(
          closedBy, LiveReplay.LIVE, bar.eventTimeNanos(), bar.offset(), bytes.array(), null);
    }

    private Row input(long place, int kind, long time, long offset, byte[] bytes, String wire) {
      return RowFactory.create("live", instrument, place, kind, time, offset, bytes, wire);
    }

    /** The sorted input of a replay. */
    List<Row> input() {
      List<Row> input = new ArrayList<>(rows);
      for (Trade tick : ticks) {
        input.add(
            input(
                tick.offset(),
                LiveReplay.TICK,
                tick.eventTimeNanos(),
                tick.offset(),
                null,
                WireWriter.write(tick)));
      }
      input.sort(
          Comparator.<Row>comparingLong(r -> r.getLong(2))
              .thenComparingInt(r -> r.getInt(3))
              .thenComparingLong(r -> r.getLong(4)));
      return input;
    }

    List<Row> begun() {
      List<Row> input = new ArrayList<>();
      input.add(input(Long.MIN_VALUE + 1, LiveReplay.START, 0, 9, snapshot, null));
      input.addAll(input());
      return input;
    }
  }

  private static Certificates certificates(List<Row> input) {
    Certificates found =
        new Certificates(
            new Certificates.Subject("live", SET.name(), SET.hash(), SET.outputNames()));
    Iterator<Row> out = new LiveReplay(new HashMap<>(Map.of("live", SET))).call(input.iterator());
    while (out.hasNext()) {
      Row row = out.next();
      List<Object> values = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        if (i != LiveReplay.OUTPUT.fieldIndex("snapshot")) {
          values.add(row.get(i));
        }
      }
      found.add(RowFactory.create(values.toArray()));
    }
    return found;
  }

  private static List<String> verdicts(Certificates found) {
    return found.rows(DAY).stream().map(row -> row.getString(6)).distinct().toList();
  }

  @Test
  void whatIsKeptGivesTheVeryRowsThatLiveWrote() {
    Kept a = new Kept("A", 1);
    Kept b = new Kept("B", 2);
    List<Row> input = a.begun();
    input.addAll(b.begun());
    Certificates found = certificates(input);
    assertThat(found.problem()).isEmpty();
    assertThat(found.ticks()).isEqualTo(1200);
    assertThat(found.compared()).isEqualTo(a.rows.size() + b.rows.size()).isGreaterThan(300);
    assertThat(found.instruments()).isEqualTo(2);
    assertThat(found.rows(DAY)).hasSize(40);
    assertThat(verdicts(found)).containsExactly("equal");
  }

  @Test
  void oneBitOfOneValueIsFoundAndNamed() {
    Kept a = new Kept("A", 1);
    Row row = a.rows.get(120);
    ByteBuffer bytes = ByteBuffer.wrap(row.<byte[]>getAs(6));
    int position = 17;
    bytes.putInt(position * Float.BYTES, bytes.getInt(position * Float.BYTES) ^ 1);
    Certificates found = certificates(a.begun());
    String output = SET.outputNames().get(position);
    assertThat(found.problem())
        .contains("1 of 40 features of bars40 differ", "the first " + output + " of A")
        .contains("at offset " + row.getLong(5));
    assertThat(found.wrong()).isEqualTo(1);
    List<Row> rows = found.rows(DAY);
    for (int i = 0; i < rows.size(); i++) {
      assertThat(rows.get(i).getString(6)).isEqualTo(i == position ? "different" : "equal");
      assertThat(rows.get(i).getLong(11)).as("bits").isEqualTo(i == position ? 1 : 0);
    }
    assertThat(rows.get(position).getString(16)).isEqualTo("value");
    assertThat(rows.get(position).getString(17)).isEqualTo("A");
    assertThat(rows.get(position).getLong(18)).isEqualTo(row.getLong(5));
  }

  @Test
  void aTickThatIsGoneIsFoundByItsBarAndByItsMicroBatch() {
    Kept a = new Kept("A", 1);
    Trade gone = a.ticks.remove(301);
    Certificates found = certificates(a.begun());
    found.addLossy(3, 600, 599);
    assertThat(found.problem())
        .contains("features of bars40 differ", "1 ticks are lost: micro-batch 3 took 600 ticks");
    long firstWrong =
        found.rows(DAY).stream()
            .filter(row -> "value".equals(row.getString(16)))
            .mapToLong(row -> row.getLong(19))
            .min()
            .getAsLong();
    assertThat(firstWrong).isBetween(gone.eventTimeNanos(), gone.eventTimeNanos() + 60 * SECOND);
    Certificates unseen = certificates(new Kept("B", 1).begun());
    unseen.addLossy(3, 600, 599);
    assertThat(verdicts(unseen)).containsExactly("incomplete");
  }

  @Test
  void ticksThatChangedPlacesAreFound() {
    Kept a = new Kept("A", 1);
    Row bar = a.rows.get(50);
    int last = (int) (bar.getLong(5) - 10) / 2;
    Trade here = a.ticks.get(last);
    Trade next = a.ticks.get(last + 1);
    a.ticks.set(last, moved(next, here.offset()));
    a.ticks.set(last + 1, moved(here, next.offset()));
    Certificates found = certificates(a.begun());
    assertThat(found.problem())
        .contains(
            "1 rows are missing in live",
            "1 rows are in live only, the first of A at offset " + bar.getLong(5))
        .contains("1 kept ticks of A are not what was taken, the first at offset " + next.offset());
    assertThat(verdicts(found)).containsExactly("different");
  }

  private static Trade moved(Trade t, long offset) {
    return new Trade(
        t.instrument(), offset, t.eventTimeNanos(), t.price(), t.size(), t.aggressor());
  }

  @Test
  void rowsThatAreGoneOrMadeUpAreCountedApart() {
    Kept a = new Kept("A", 1);
    Row gone = a.rows.remove(30);
    Row copied = a.rows.get(60);
    a.rows.add(
        a.input(
            copied.getLong(2),
            LiveReplay.LIVE,
            copied.getLong(4) + 1,
            copied.getLong(5),
            copied.getAs(6),
            null));
    Certificates found = certificates(a.begun());
    assertThat(found.problem())
        .contains("1 rows are missing in live, the first of A at offset " + gone.getLong(5))
        .contains("1 rows are in live only, the first of A at offset " + copied.getLong(5));
    Row row = found.rows(DAY).get(0);
    assertThat(row.getLong(9)).isEqualTo(a.rows.size() - 1);
    assertThat(row.getLong(12)).isEqualTo(1);
    assertThat(row.getLong(13)).isEqualTo(1);
    assertThat(row.getString(16)).isEqualTo("missing row");
  }

  @Test
  void anInstrumentWithoutABeginningIsNotComparable() {
    List<Row> input = new Kept("A", 1).begun();
    input.addAll(new Kept("B", 2).input());
    Certificates found = certificates(input);
    assertThat(found.problem()).isEmpty();
    assertThat(found.notComparable()).isEqualTo(1);
    assertThat(found.instruments()).isEqualTo(1);
    assertThat(verdicts(found)).containsExactly("not comparable");
    assertThat(found.rows(DAY).get(0).getString(22))
        .contains("1 instruments, the first B", "before ticks were kept");
  }

  @Test
  void aTickThatIsNoneIsDamaged() {
    Kept a = new Kept("A", 1);
    List<Row> input = a.begun();
    Row last = input.get(input.size() - 1);
    input.set(
        input.size() - 1,
        a.input(last.getLong(2), LiveReplay.TICK, last.getLong(4), last.getLong(5), null, "{"));
    Certificates found = certificates(input);
    assertThat(found.problem()).contains("1 ticks are lost: 1 kept ticks of A");
  }
}
