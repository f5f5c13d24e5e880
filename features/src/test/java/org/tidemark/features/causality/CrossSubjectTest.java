package org.tidemark.features.causality;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tidemark.features.bar.TimeBars;
import org.tidemark.features.cross.CrossSet;
import org.tidemark.features.cross.Universe;
import org.tidemark.features.set.CrossSets;
import org.tidemark.market.Aggressor;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Trade;

/** The look-ahead detector on cross-instrument features: no false alarm, and a leak is found. */
class CrossSubjectTest {
  private static final CrossSet SET =
      CrossSets.of(Universe.parse("three@1:A,B,C"), TimeBars.ofSeconds(60));
  private static final long SECOND = 1_000_000_000L;

  /** Trades of three members and a stranger, whose clocks run back now and then. */
  private static List<Fact<MarketEvent>> log() {
    SplittableRandom random = new SplittableRandom(3);
    List<MarketEvent> events = new ArrayList<>();
    for (String name : List.of("A", "B", "C", "X")) {
      long time = random.nextLong(60 * SECOND);
      double price = 100;
      for (int i = 0; i < 350; i++) {
        time += random.nextLong(45 * SECOND);
        price *= StrictMath.exp(random.nextDouble(-0.01, 0.01));
        long seen = random.nextInt(20) == 0 ? time - 30 * SECOND : time;
        events.add(
            new Trade(new InstrumentId(name), i, Math.max(0, seen), price, 1, Aggressor.UNKNOWN));
      }
    }
    return EventLog.of(events);
  }

  /** Participation follows from times alone, which the control run leaves as they are. */
  @Test
  void everyColumnIsCleanOrMovesWithTimesOnly() {
    for (Verdict verdict :
        Detector.quiet(10, 4).check(new CrossSubject(SET), log(), new EventAlteration())) {
      assertThat(verdict.outcome().word())
          .as(verdict.output())
          .isEqualTo(verdict.output().equals("market_participation") ? "untested" : "clean");
    }
  }

  /** Had stage two taken the others' next bar too, the detector would show it. */
  @Test
  void aRowOfTheOthersNextBarIsALeak() {
    Subject<MarketEvent> honest = new CrossSubject(SET);
    Subject<MarketEvent> ahead =
        new Subject<>() {
          @Override
          public String name() {
            return "ahead";
          }

          @Override
          public List<String> outputs() {
            return honest.outputs();
          }

          @Override
          public double tolerance() {
            return 0;
          }

          @Override
          public List<Answer> answer(List<Fact<MarketEvent>> log, long asOfNanos) {
            List<Answer> rows = honest.answer(log, asOfNanos);
            List<Answer> shifted = new ArrayList<>();
            for (int i = 0; i + 1 < rows.size(); i++) {
              Answer row = rows.get(i);
              shifted.add(
                  new Answer(
                      row.instrument(), row.timeNanos(), row.dueNanos(), rows.get(i + 1).values()));
            }
            return shifted;
          }
        };
    assertThat(Detector.quiet(10, 4).check(ahead, log(), new EventAlteration()))
        .allMatch(Verdict::leaks);
  }
}
