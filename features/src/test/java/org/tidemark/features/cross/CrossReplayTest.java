package org.tidemark.features.cross;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.tidemark.features.FeatureRow;
import org.tidemark.features.Replay;
import org.tidemark.features.bar.Samplers;
import org.tidemark.features.bar.TickBars;
import org.tidemark.features.bar.TimeBars;
import org.tidemark.features.set.CrossSets;
import org.tidemark.market.Aggressor;
import org.tidemark.market.Bar;
import org.tidemark.market.Heartbeat;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.Trade;

/** Worked examples of stage two, and what it waits for. */
class CrossReplayTest {
  private static final long MINUTE = 60_000_000_000L;
  private static final String NAMES = "ABCDEFGH";

  private final List<FeatureRow> rows = new ArrayList<>();
  private final List<Bar> late = new ArrayList<>();

  private static CrossSet of(String universe) {
    return CrossSets.of(Universe.parse(universe), TimeBars.ofSeconds(60));
  }

  private static Bar bar(String instrument, int minute, double close) {
    return new Bar(
        new InstrumentId(instrument),
        minute,
        (minute + 1) * MINUTE,
        minute * MINUTE,
        close,
        close,
        close,
        close,
        1);
  }

  private static Heartbeat beat(String instrument, int minute) {
    return new Heartbeat(new InstrumentId(instrument), minute, minute * MINUTE);
  }

  private List<String> times() {
    return rows.stream()
        .map(r -> r.bar().instrument() + " " + r.bar().eventTimeNanos() / MINUTE)
        .toList();
  }

  private static double value(FeatureRow row, String column) {
    return row.values()[
        CrossSets.FEATURES.stream().map(f -> f.output().name()).toList().indexOf(column)];
  }

  @TestFactory
  Stream<DynamicTest> theSpecificationsExamplesHold() {
    return CrossSets.FEATURES.stream()
        .map(f -> DynamicTest.dynamicTest(f.id().toString(), () -> holds(f)));
  }

  private static void holds(CrossFeature feature) {
    CrossExample example = feature.doc().example();
    int width = example.closes().get(0).size();
    String members = String.join(",", NAMES.substring(0, width).split(""));
    CrossReplay replay = of("example@1:" + members).start();
    List<FeatureRow> rows = new ArrayList<>();
    for (int minute = 0; minute < example.closes().size(); minute++) {
      for (int i = 0; i < width; i++) {
        double close = example.closes().get(minute).get(i);
        String name = NAMES.substring(i, i + 1);
        replay.on(
            Double.isNaN(close) ? beat(name, minute + 1) : bar(name, minute, close),
            rows::add,
            late -> {});
      }
    }
    FeatureRow last =
        rows.stream()
            .filter(r -> r.bar().instrument().value().equals("A"))
            .reduce((a, b) -> b)
            .orElseThrow();
    assertThat(last.bar().eventTimeNanos()).isEqualTo(example.closes().size() * MINUTE);
    assertThat(value(last, feature.output().name()))
        .isCloseTo(example.expected(), within(Math.abs(example.expected()) * 1e-6));
  }

  @Test
  void aSilentMemberHoldsAllBackUntilAHeartbeat() {
    CrossReplay replay = of("two@1:A,B").start();
    replay.on(bar("B", 0, 10), rows::add, late::add);
    replay.on(bar("B", 1, 11), rows::add, late::add);
    assertThat(rows).isEmpty();
    assertThat(replay.slowest()).isEqualTo(new InstrumentId("A"));
    replay.on(bar("A", 0, 20), rows::add, late::add);
    assertThat(times()).containsExactly("A 1", "B 1");
    replay.on(beat("A", 2), rows::add, late::add);
    assertThat(times()).containsExactly("A 1", "B 1", "B 2");
    assertThat(value(rows.get(2), "market_return")).isZero();
    assertThat(value(rows.get(2), "market_participation")).isEqualTo(0.5);
    replay.on(bar("A", 2, 22), rows::add, late::add);
    replay.on(bar("B", 2, 12), rows::add, late::add);
    // The return of A covers two minutes, and so does its market: 10 to 12.
    assertThat(value(rows.get(3), "market_return")).isCloseTo(StrictMath.log(1.2), within(1e-7));
    assertThat(value(rows.get(4), "market_return")).isCloseTo(StrictMath.log(1.1), within(1e-7));
    assertThat(replay.waiting()).isZero();
  }

  @Test
  void aBarThatEndsBeforeWhatItsLogHadReachedIsLate() {
    CrossReplay replay = of("two@1:A,B").start();
    replay.on(beat("A", 5), rows::add, late::add);
    replay.on(bar("A", 3, 20), rows::add, late::add);
    replay.on(bar("A", 5, 20), rows::add, late::add);
    assertThat(late).containsExactly(bar("A", 3, 20));
    replay.on(bar("B", 5, 10), rows::add, late::add);
    assertThat(times()).containsExactly("A 6", "B 6");
  }

  /** A heartbeat on the very end of a bar does not shut it out, nor does an equal one end it. */
  @Test
  void aLogIsCompleteThroughABarButOnlyUpToAnyOtherEvent() {
    MemberClock clock = new MemberClock();
    assertThat(clock.heartbeat()).isEmpty();
    List<Bar> passed = new ArrayList<>();
    clock.took(beat("A", 1));
    assertThat(clock.heartbeat().orElseThrow().eventTimeNanos()).isEqualTo(MINUTE - 1);
    clock.closed(bar("A", 0, 10), passed::add, late::add);
    clock.took(bar("A", 0, 10));
    assertThat(clock.heartbeat().orElseThrow().eventTimeNanos()).isEqualTo(MINUTE);
    clock.closed(bar("A", 0, 11), passed::add, late::add);
    assertThat(passed).containsExactly(bar("A", 0, 10));
    assertThat(late).containsExactly(bar("A", 0, 11));
  }

  @Test
  void outsideItsSpanAMemberIsNotThereAndKeepsNobodyWaiting() {
    CrossReplay replay = of("two@1:A,B,C[1970-01-02..1970-01-02]").start();
    int day = 24 * 60;
    replay.on(bar("A", day - 1, 10), rows::add, late::add);
    replay.on(bar("B", day - 1, 20), rows::add, late::add);
    assertThat(times()).containsExactly("A 1440", "B 1440");
    assertThat(value(rows.get(0), "market_participation")).isOne();
    replay.on(bar("A", day, 10), rows::add, late::add);
    replay.on(bar("B", day, 20), rows::add, late::add);
    assertThat(rows).hasSize(2);
    replay.on(bar("C", day - 1, 5), rows::add, late::add);
    replay.on(bar("C", day, 5), rows::add, late::add);
    assertThat(times().subList(2, 5)).containsExactly("A 1441", "B 1441", "C 1441");
    assertThat(value(rows.get(4), "market_return")).isNaN();
    replay.on(beat("C", 2 * day), rows::add, late::add);
    replay.on(bar("A", 3 * day, 10), rows::add, late::add);
    replay.on(bar("B", 3 * day, 20), rows::add, late::add);
    replay.on(bar("C", 3 * day, 7), rows::add, late::add);
    assertThat(times().subList(5, rows.size())).containsExactly("A 4321", "B 4321");
    assertThat(late).isEmpty();
  }

  @Test
  void otherEventsAndOtherInstrumentsAreRefused() {
    CrossReplay replay = of("two@1:A,B").start();
    assertThatThrownBy(() -> replay.on(bar("X", 0, 1), rows::add, late::add))
        .hasMessage("X is no member of universe two");
    Trade trade = new Trade(new InstrumentId("A"), 1, 1, 1, 1, Aggressor.BUY);
    assertThatThrownBy(() -> replay.on(trade, rows::add, late::add))
        .hasMessage("stage two takes closed bars and heartbeats, not a Trade");
  }

  @Test
  void universesAreReadAndWrittenInOneForm() {
    String id =
        "majors@3:BTCUSD,ETHUSD[2018-01-01..],LTCUSD[2018-01-01..2018-12-31],XRP[..2019-01-01]";
    assertThat(Universe.parse(id).id()).isEqualTo(id);
    assertThat(Universe.parse(" m@1: B, A ").id()).isEqualTo("m@1:A,B");
    assertThat(Universe.parseAll("")).isEmpty();
    assertThat(Universe.parseAll("m@1:A,B; n@1:A,C")).hasSize(2);
    assertThatThrownBy(() -> Universe.parseAll("m@1:A,B;m@2:A,C"))
        .hasMessageContaining("use a name twice");
    assertThat(of("majors@3:A,B").hash()).isNotEqualTo(of("majors@4:A,B").hash());
    for (String wrong :
        List.of("A,B", "m:A,B", "m@0:A,B", "M@1:A,B", "m@1:A", "m@1:A,A", "m@1:A,B[2018]")) {
      assertThatThrownBy(() -> Universe.parse(wrong))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> Universe.parse("m@1:A,B[2018-01-02..2018-01-01]"))
        .hasMessageContaining("must be before");
    assertThatThrownBy(() -> new Universe.Member(new InstrumentId("A"), 0, MINUTE))
        .hasMessageContaining("at midnight");
  }

  /** Half hours of New York, of trades: a row at the end of each, once both have traded past it. */
  @Test
  void sessionBarsEndTogetherToo() {
    CrossSet set = CrossSets.of(Universe.parse("m@1:A,B"), Samplers.parse("session-nyse-1800s"));
    assertThat(set.name()).isEqualTo("cross_m_sessionnyse1800s");
    long open = Instant.parse("2018-06-04T13:30:00Z").getEpochSecond() / 60;
    CrossReplay market = set.start();
    for (String name : List.of("A", "B")) {
      Replay stageOne = set.stageOne().start();
      MemberClock clock = new MemberClock();
      for (int minute : new int[] {1, 20, 31, 59, 61}) {
        Trade trade =
            new Trade(
                new InstrumentId(name),
                minute,
                (open + minute) * MINUTE,
                100 + minute,
                1,
                Aggressor.BUY);
        stageOne.on(
            trade,
            row -> clock.closed(row.bar(), bar -> market.on(bar, rows::add, late::add), late::add),
            tooLate -> {});
        clock.took(trade);
      }
    }
    assertThat(times())
        .containsExactly(
            "A " + (open + 30), "B " + (open + 30), "A " + (open + 60), "B " + (open + 60));
    assertThat(value(rows.get(2), "market_return"))
        .isCloseTo(StrictMath.log(159.0 / 120), within(1e-7));
    assertThat(late).isEmpty();
  }

  @Test
  void barsThatEndAtOtherTimesForEveryoneMakeNoCrossSection() {
    assertThatThrownBy(() -> CrossSets.of(Universe.parse("m@1:A,B"), new TickBars(100)))
        .hasMessageContaining("tick-100 end at other times");
    assertThat(CrossSets.of(Universe.parse("m@1:A,B"), TimeBars.ofSeconds(300)).name())
        .isEqualTo("cross_m_300s");
  }
}
