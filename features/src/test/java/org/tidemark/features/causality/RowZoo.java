package org.tidemark.features.causality;

import static org.tidemark.features.causality.Series.HOUR;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.tidemark.market.Bar;
import org.tidemark.market.FundingRate;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;

/**
 * Mistakes in which rows there are, when they are stamped, and which readings had been published;
 * and what was meant.
 */
final class RowZoo {
  /** Rows of one column, made by any code from any facts. */
  record Rows(String name, Rule rule) implements Subject<MarketEvent> {
    /** The column's code. */
    interface Rule {
      List<Answer> rows(List<Fact<MarketEvent>> log);
    }

    @Override
    public List<String> outputs() {
      return List.of(name);
    }

    @Override
    public double tolerance() {
      return 0;
    }

    @Override
    public List<Answer> answer(List<Fact<MarketEvent>> log, long asOfNanos) {
      return rule.rows(log);
    }
  }

  private RowZoo() {}

  /** Rows that the future adds, removes, ranks or stamps. */
  static List<Rows> leaks() {
    return List.of(
        new Rows("universe of those that trade at the end", log -> universe(log, true)),
        new Rows("rank by volume of the whole history", log -> ranked(log, true)),
        new Rows("bar stamped with its open time", log -> stamped(log, true)),
        new Rows("rows without a next bar dropped", RowZoo::withNext));
  }

  static List<Rows> twins() {
    return List.of(
        new Rows("universe of those that have traded", log -> universe(log, false)),
        new Rows("rank by volume so far", log -> ranked(log, false)),
        new Rows("bar stamped with its close time", log -> stamped(log, false)));
  }

  /** Readings taken by their stamp although they are published later. */
  static List<Rows> earlyReadings() {
    return List.of(
        new Rows("funding by its interval, not its publication", log -> readings(log, Use.STAMP)),
        new Rows("restated figures before their revision", log -> readings(log, Use.LATEST)),
        new Rows("local stamps read as UTC", log -> readings(log, Use.LOCAL)));
  }

  static List<Rows> publishedReadings() {
    return List.of(new Rows("readings by publication", log -> readings(log, Use.PUBLISHED)));
  }

  private static Answer row(Bar bar, long time, double value) {
    return new Answer(bar.instrument().value(), time, time, new double[] {value});
  }

  private static List<Answer> universe(List<Fact<MarketEvent>> log, boolean survivors) {
    Map<String, List<Bar>> bars = BarColumn.bars(log);
    long end = Worlds.end(log);
    List<Answer> rows = new ArrayList<>();
    for (List<Bar> own : bars.values()) {
      if (!survivors || own.get(own.size() - 1).eventTimeNanos() > end - 30 * HOUR) {
        own.forEach(b -> rows.add(row(b, b.eventTimeNanos(), b.close() / b.open())));
      }
    }
    return rows;
  }

  private static List<Answer> ranked(List<Fact<MarketEvent>> log, boolean whole) {
    Map<String, Double> total = new HashMap<>();
    BarColumn.bars(log)
        .forEach((name, own) -> total.put(name, own.stream().mapToDouble(Bar::volume).sum()));
    Map<String, Double> soFar = new HashMap<>();
    List<Answer> rows = new ArrayList<>();
    for (Fact<MarketEvent> fact : log) {
      Bar bar = (Bar) fact.item();
      soFar.merge(fact.instrument(), bar.volume(), Double::sum);
      Map<String, Double> volumes = whole ? total : soFar;
      double mine = volumes.get(fact.instrument());
      double above = volumes.values().stream().filter(v -> v > mine).count();
      rows.add(row(bar, bar.eventTimeNanos(), whole ? mine : above + mine));
    }
    return rows;
  }

  private static List<Answer> stamped(List<Fact<MarketEvent>> log, boolean open) {
    return log.stream()
        .map(f -> (Bar) f.item())
        .map(b -> row(b, open ? b.openTimeNanos() : b.eventTimeNanos(), b.close()))
        .toList();
  }

  /** dropna() after a shift(-1) that itself is not kept. */
  private static List<Answer> withNext(List<Fact<MarketEvent>> log) {
    List<Answer> rows = new ArrayList<>();
    for (List<Bar> own : BarColumn.bars(log).values()) {
      own.subList(0, own.size() - 1).forEach(b -> rows.add(row(b, b.eventTimeNanos(), b.close())));
    }
    return rows;
  }

  private enum Use {
    STAMP,
    LATEST,
    LOCAL,
    PUBLISHED
  }

  /** Beside each bar, the newest reading that the rule believes to be there. */
  private static List<Answer> readings(List<Fact<MarketEvent>> log, Use use) {
    List<Answer> rows = new ArrayList<>();
    TreeMap<Long, Double> byBelief = new TreeMap<>();
    for (Fact<MarketEvent> fact : log) {
      if (fact.item() instanceof FundingRate funding) {
        long believed =
            switch (use) {
              case STAMP -> fact.timeNanos();
              case LATEST -> fact.timeNanos() + HOUR; // when the first figure, not this one, is out
              case LOCAL -> fact.knownAtNanos() - HOUR; // the publisher's clock, taken for UTC
              case PUBLISHED -> fact.knownAtNanos();
            };
        if (use == Use.STAMP) {
          byBelief.putIfAbsent(believed, funding.rate());
        } else {
          byBelief.put(believed, funding.rate());
        }
      }
    }
    for (List<Bar> own : BarColumn.bars(log).values()) {
      for (Bar bar : own) {
        var newest = byBelief.floorEntry(bar.eventTimeNanos());
        rows.add(row(bar, bar.eventTimeNanos(), newest == null ? Double.NaN : newest.getValue()));
      }
    }
    return rows;
  }

  /** Bars with readings at every 32nd, published one hour after their stamp, revised after five. */
  static List<Fact<MarketEvent>> withReadings(List<Bar> bars, SplittableRandom random) {
    List<Fact<MarketEvent>> log = new ArrayList<>(EventLog.of(bars));
    InstrumentId name = bars.get(0).instrument();
    for (int i = 0; i < bars.size(); i += 32) {
      long at = bars.get(i).eventTimeNanos();
      for (int revision = 0; revision < 2; revision++) {
        FundingRate reading = new FundingRate(name, 0, at, random.nextDouble(-1, 1), 8 * HOUR);
        long known = at + (1 + 4 * revision) * HOUR;
        log.add(new Fact<>(name.value(), at, known, reading));
      }
    }
    log.sort(Comparator.comparingLong(Fact::knownAtNanos));
    return log;
  }
}
