package org.tidemark.features.cross;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.tidemark.features.FeatureRow;
import org.tidemark.features.Replay;
import org.tidemark.features.bar.TimeBars;
import org.tidemark.features.set.CrossSets;
import org.tidemark.market.Aggressor;
import org.tidemark.market.Bar;
import org.tidemark.market.Heartbeat;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Quote;
import org.tidemark.market.Trade;
import org.tidemark.testkit.BarGenerator;

/** Seeded logs of the members of a universe, and ways to send them through both stages. */
final class CrossLogs {
  static final Duration MINUTE = Duration.ofMinutes(1);
  static final Universe FOUR =
      new Universe(
          "four",
          1,
          List.of(
              Universe.Member.always("A"),
              Universe.Member.always("B"),
              Universe.Member.always("C"),
              Universe.Member.always("D")));
  static final CrossSet SET = CrossSets.of(FOUR, new TimeBars(MINUTE));

  private CrossLogs() {}

  static InstrumentId id(int member) {
    return FOUR.members().get(member).instrument();
  }

  /** One log of minute bars for each member, all beginning at about the same time. */
  static List<List<Bar>> bars(SplittableRandom random, int count) {
    List<List<Bar>> logs = new ArrayList<>();
    for (int i = 0; i < FOUR.members().size(); i++) {
      long open = random.nextInt(10) * MINUTE.toNanos();
      logs.add(new BarGenerator(id(i), MINUTE).bars(random, count, open));
    }
    return logs;
  }

  /** Trades, one-sided and whole quotes and heartbeats whose clock often runs back. */
  static List<List<MarketEvent>> ticks(SplittableRandom random, int count) {
    List<List<MarketEvent>> logs = new ArrayList<>();
    for (int i = 0; i < FOUR.members().size(); i++) {
      List<MarketEvent> log = new ArrayList<>();
      long time = random.nextLong(5 * MINUTE.toNanos());
      for (int offset = 0; offset < count; offset++) {
        time += random.nextLong(MINUTE.toNanos());
        long seen =
            Math.max(
                0, time - (random.nextInt(4) == 0 ? random.nextLong(4 * MINUTE.toNanos()) : 0));
        double price = random.nextDouble(90, 110);
        log.add(
            switch (random.nextInt(6)) {
              case 0 -> new Heartbeat(id(i), offset, seen);
              case 1 -> new Quote(id(i), offset, seen, Double.NaN, 0, price, 1);
              default -> new Trade(id(i), offset, seen, price, 1, Aggressor.BUY);
            });
      }
      logs.add(log);
    }
    return logs;
  }

  /** All logs as one, each in its order, otherwise at random. */
  static <E> List<E> shuffled(List<? extends List<? extends E>> logs, SplittableRandom random) {
    List<ArrayDeque<E>> rest = new ArrayList<>();
    logs.forEach(log -> rest.add(new ArrayDeque<>(log)));
    List<E> merged = new ArrayList<>();
    rest.removeIf(ArrayDeque::isEmpty);
    while (!rest.isEmpty()) {
      int at = random.nextInt(rest.size());
      int run = 1 + random.nextInt(random.nextInt(30) == 0 ? 200 : 3);
      for (int i = 0; i < run && !rest.get(at).isEmpty(); i++) {
        merged.add(rest.get(at).poll());
      }
      rest.removeIf(ArrayDeque::isEmpty);
    }
    return merged;
  }

  /** Stage two alone, in the given order. */
  static List<CrossOracle.Row> rows(CrossReplay replay, List<? extends MarketEvent> events) {
    List<CrossOracle.Row> rows = new ArrayList<>();
    events.forEach(event -> replay.on(event, row -> rows.add(row(row)), late -> {}));
    return rows;
  }

  static CrossOracle.Row row(FeatureRow row) {
    List<Integer> bits = new ArrayList<>();
    for (float value : row.values()) {
      bits.add(Float.floatToRawIntBits(value));
    }
    return new CrossOracle.Row(row.bar(), bits);
  }

  /** Heartbeats of all members at one time. */
  static List<Heartbeat> beats(long time) {
    return FOUR.members().stream()
        .map(m -> new Heartbeat(m.instrument(), Long.MAX_VALUE, time))
        .toList();
  }

  /** Both stages, with what stage two said. */
  static final class Run {
    final List<CrossOracle.Row> rows = new ArrayList<>();
    final List<Bar> late = new ArrayList<>();
    int refused;
    private final TreeMap<InstrumentId, byte[]> stageOne = new TreeMap<>();
    private byte[] stageTwo = SET.start().snapshot();

    /**
     * One micro-batch: stage one of each member goes on from its state, stage two takes what they
     * put out in any order of members, and both leave states.
     */
    void batch(List<MarketEvent> events, SplittableRandom random) {
      TreeMap<InstrumentId, List<MarketEvent>> own = new TreeMap<>();
      events.forEach(e -> own.computeIfAbsent(e.instrument(), k -> new ArrayList<>()).add(e));
      List<List<MarketEvent>> out = new ArrayList<>();
      own.forEach((instrument, list) -> out.add(stageOne(instrument, list)));
      CrossReplay replay = SET.restore(stageTwo);
      shuffled(out, random).forEach(e -> replay.on(e, row -> rows.add(row(row)), late::add));
      stageTwo = replay.snapshot();
    }

    private List<MarketEvent> stageOne(InstrumentId instrument, List<MarketEvent> events) {
      List<MarketEvent> out = new ArrayList<>();
      Replay replay =
          stageOne.containsKey(instrument)
              ? SET.stageOne().restore(stageOne.get(instrument))
              : SET.stageOne().start();
      MemberClock clock = new MemberClock();
      Consumer<MarketEvent> sink = out::add;
      for (MarketEvent event : events) {
        replay.on(event, row -> clock.closed(row.bar(), sink, late::add), tooLate -> refused++);
        clock.took(event);
      }
      clock.heartbeat().ifPresent(sink);
      stageOne.put(instrument, replay.snapshot());
      // As a sort by time, bars first, would leave it: nothing moves.
      List<MarketEvent> sorted = new ArrayList<>(out);
      sorted.sort(
          Comparator.comparingLong(MarketEvent::eventTimeNanos)
              .thenComparing(e -> e instanceof Bar ? 0 : 1));
      if (!sorted.equals(out)) {
        throw new AssertionError("stage one of " + instrument + " gave " + out);
      }
      return out;
    }

    List<Object> outcome() {
      List<Bar> dropped = new ArrayList<>(late);
      dropped.sort(
          Comparator.comparing(Bar::instrument)
              .thenComparingLong(Bar::offset)
              .thenComparingLong(Bar::eventTimeNanos));
      return List.of(rows, dropped, refused, java.util.HexFormat.of().formatHex(stageTwo));
    }
  }
}
