package org.tidemark.features.causality;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.bar.TimeBars;
import org.tidemark.features.causality.FoldCheck.Order;
import org.tidemark.features.price.HighLowRange;
import org.tidemark.features.price.SmaDeviation;
import org.tidemark.market.Aggressor;
import org.tidemark.market.Bar;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Trade;
import org.tidemark.testkit.BarGenerator;
import org.tidemark.testkit.Seeds;

class DetectorTest {
  private static final EventAlteration ALTERATION = new EventAlteration();
  private static final InstrumentId X = new InstrumentId("X");

  private static List<Bar> bars(int count) {
    return BarGenerator.minutes().bars(new SplittableRandom(1), count, 0);
  }

  @Test
  void namesTheFirstOffendingRowAndBothValues() {
    List<Bar> bars = bars(50);
    int reach = 3;
    BarColumn ahead =
        new BarColumn(
            "ahead",
            b -> Series.each(b.size(), i -> i + reach < b.size() ? b.get(i + reach).close() : -1));

    Outcome outcome =
        Detector.quiet(1, 5).check(ahead, EventLog.of(bars), ALTERATION).get(0).outcome();

    assertThat(outcome).isInstanceOf(Outcome.Leak.class);
    Outcome.Leak leak = (Outcome.Leak) outcome;
    List<Long> times = bars.stream().map(Bar::eventTimeNanos).toList();
    int cut = times.indexOf(leak.cutNanos());
    int row = times.indexOf(leak.timeNanos());
    assertThat(row).isEqualTo(cut - reach + 1);
    assertThat(leak.instrument()).isEqualTo("X");
    assertThat(leak.probe()).isEqualTo(Probe.TRUNCATION);
    assertThat(leak.with()).isEqualTo(OptionalDouble.of(bars.get(row + reach).close()));
    assertThat(leak.without()).isEqualTo(OptionalDouble.of(-1));
  }

  @Test
  void sameSeedSameVerdicts() {
    BarColumn leak = ColumnZoo.leaks().get(0);
    List<Fact<MarketEvent>> log = EventLog.of(bars(200));

    assertThat(Detector.quiet(5, 9).check(leak, log, ALTERATION))
        .isEqualTo(Detector.quiet(5, 9).check(leak, log, ALTERATION));
  }

  @Test
  void whatCannotBeFoundIsNotCalledClean() {
    BarColumn constant = new BarColumn("one", b -> Series.each(b.size(), i -> 1));
    BarColumn never = new BarColumn("nan", b -> Series.each(b.size(), i -> Double.NaN));
    List<Fact<MarketEvent>> log = EventLog.of(bars(30));

    assertThat(Detector.quiet(3, 1).check(constant, log, ALTERATION).get(0).outcome())
        .isEqualTo(new Outcome.Untested("no change of the input changes it"));
    assertThat(Detector.quiet(3, 1).check(never, log, ALTERATION).get(0).outcome().word())
        .isEqualTo("untested");
  }

  /** Trades whose clock runs backwards, with and without waiting for them: no false alarm. */
  @Test
  void lateTradesAccuseNobody() {
    for (Duration lateness : List.of(Duration.ZERO, Duration.ofSeconds(20))) {
      FeatureSet set =
          new FeatureSet(
              "traded",
              List.of(new HighLowRange(), new SmaDeviation(5)),
              new TimeBars(Duration.ofMinutes(1)),
              lateness);
      Seeds.forEach(
          6,
          (seed, random) -> {
            List<Fact<MarketEvent>> log = EventLog.of(trades(random));
            assertThat(
                    new Detector(8, seed, (d, n) -> {})
                        .check(new FeatureSubject(set), log, ALTERATION))
                .as("lateness " + lateness)
                .hasSize(2)
                .allSatisfy(v -> assertThat(v.outcome()).isInstanceOf(Outcome.Clean.class));
          });
    }
  }

  private static List<Trade> trades(SplittableRandom random) {
    List<Trade> trades = new ArrayList<>();
    long time = 0;
    for (int i = 0; i < 600; i++) {
      time += random.nextLong(0, 15_000_000_000L);
      long late = random.nextInt(4) == 0 ? random.nextLong(0, 40_000_000_000L) : 0;
      trades.add(
          new Trade(X, i, Math.max(0, time - late), random.nextDouble(90, 110), 1, Aggressor.BUY));
    }
    return trades;
  }

  /** The interval arithmetic says what comparing every pair of rows says. */
  @Test
  void foldsAreJudgedAsPairByPair() {
    Seeds.forEach(
        200,
        (seed, random) -> {
          List<LabelledRow> rows = new ArrayList<>();
          BitSet train = new BitSet();
          BitSet test = new BitSet();
          for (int i = 0; i < 12; i++) {
            long time = random.nextLong(0, 200);
            rows.add(new LabelledRow("X", time, time + random.nextLong(1, 30)));
            (random.nextInt(5) < 4 ? train : test).set(i);
          }
          if (train.isEmpty() || test.isEmpty()) {
            return;
          }
          long embargo = random.nextLong(0, 20);
          for (Order order : Order.values()) {
            boolean meets =
                train.stream()
                    .anyMatch(
                        i ->
                            test.stream()
                                .anyMatch(k -> meets(rows.get(i), rows.get(k), embargo, order)));
            assertThat(
                    new FoldCheck(order, embargo)
                        .check("any", rows, List.of(new Fold(0, train, test)))
                        .get(0)
                        .leaks())
                .as(order + " with embargo " + embargo)
                .isEqualTo(meets);
          }
        });
  }

  private static boolean meets(LabelledRow train, LabelledRow test, long embargo, Order order) {
    boolean before = train.spanEndNanos() <= test.timeNanos() - embargo;
    boolean after = train.timeNanos() >= test.spanEndNanos() + embargo;
    return !before && (order == Order.FORWARD || !after);
  }
}
