package org.tidemark.features.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tidemark.features.Feature;
import org.tidemark.features.FeatureRow;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.set.FeatureSets;
import org.tidemark.market.Aggressor;
import org.tidemark.market.Book;
import org.tidemark.market.Book.Level;
import org.tidemark.market.Heartbeat;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Quote;
import org.tidemark.market.Trade;

/** What one-sided, crossed, locked, empty and sizeless quotes and books come to. */
class UnusableBooksTest {
  private static final InstrumentId X = new InstrumentId("X");
  private static final double NONE = Double.NaN;
  private static final Quote GOOD = quote(99, 3, 101, 1);
  private static final Book DEEP =
      book(List.of(new Level(98, 4), new Level(97, 2)), List.of(new Level(102, 2)));

  private static Quote quote(double bid, double bidSize, double ask, double askSize) {
    return new Quote(X, 0, 0, bid, bidSize, ask, askSize);
  }

  private static Book book(List<Level> bids, List<Level> asks) {
    return new Book(X, 0, 0, bids, asks);
  }

  private static MarketEvent at(MarketEvent event, long offset) {
    if (event instanceof Quote q) {
      return new Quote(X, offset, offset, q.bid(), q.bidSize(), q.ask(), q.askSize());
    }
    Book b = (Book) event;
    return new Book(X, offset, offset, b.bids(), b.asks());
  }

  /** The book columns of the bar that one trade at the start makes. */
  private static List<String> after(MarketEvent... events) {
    FeatureSet set = FeatureSets.named("core65");
    List<FeatureRow> rows = new ArrayList<>();
    var replay = set.start();
    replay.on(new Trade(X, 0, 0, 100, 5, Aggressor.BUY), rows::add, late -> {});
    for (int i = 0; i < events.length; i++) {
      replay.on(at(events[i], i + 1), rows::add, late -> {});
    }
    replay.on(new Heartbeat(X, 1000, 60_000_000_000L), rows::add, late -> {});
    assertThat(rows).hasSize(1);
    List<String> values = new ArrayList<>();
    int column = 0;
    for (Feature<?> feature : set.features()) {
      for (String requirement : feature.doc().requirements()) {
        float value = rows.get(0).values()[column++];
        if (requirement.startsWith("O")) {
          values.add(requirement + " " + value);
        }
      }
    }
    assertThat(values).hasSize(10);
    return values;
  }

  @Test
  void aSideThatIsMissingChangesNothing() {
    assertThat(after(GOOD, quote(98, 9, NONE, 0))).isEqualTo(after(GOOD));
    assertThat(after(GOOD, quote(NONE, 0, 103, 9))).isEqualTo(after(GOOD));
    assertThat(after(DEEP, book(List.of(), DEEP.asks()))).isEqualTo(after(DEEP));
    assertThat(after(DEEP, book(DEEP.bids(), List.of()))).isEqualTo(after(DEEP));
    assertThat(after(DEEP, book(List.of(), List.of()))).isEqualTo(after(DEEP));
  }

  @Test
  void crossedOnesChangeNothing() {
    assertThat(after(GOOD, quote(102, 9, 101, 9))).isEqualTo(after(GOOD));
    assertThat(after(DEEP, book(List.of(new Level(103, 1)), DEEP.asks()))).isEqualTo(after(DEEP));
  }

  @Test
  void withoutAUsableOneAllIsNotReady() {
    List<String> none = after();
    assertThat(none).allMatch(value -> value.endsWith(" NaN"));
    assertThat(after(quote(98, 9, NONE, 0), quote(102, 9, 101, 9), book(List.of(), DEEP.asks())))
        .isEqualTo(none);
  }

  @Test
  void lockedOnesCount() {
    assertThat(after(quote(100, 3, 100, 1)))
        .contains("O01 0.0", "O02 0.5", "O04 1.0", "O07 0.0", "O09 0.0", "O10 1.0");
  }

  @Test
  void sizesThatAreUnknownAreNeutral() {
    assertThat(after(quote(99, 0, 101, 0)))
        .contains("O01 0.02", "O02 0.0", "O03 1.0", "O05 0.0", "O06 1.0", "O07 0.0", "O08 0.0")
        .contains("O10 1.0");
  }

  @Test
  void oneEmptySideIsLimited() {
    float limit = (float) StrictMath.log(100);
    assertThat(after(quote(99, 5, 101, 0))).contains("O05 " + limit, "O08 " + limit, "O02 1.0");
    assertThat(after(quote(99, 0, 101, 5))).contains("O05 -" + limit, "O08 -" + limit, "O02 -1.0");
  }

  /** Depth stays that of the book; the best prices are those of the quote, which came later. */
  @Test
  void aQuoteAfterABookMovesTheTopAlone() {
    List<String> both = after(DEEP, GOOD);
    for (String top : List.of("O01", "O05", "O07", "O09")) {
      assertThat(both).filteredOn(v -> v.startsWith(top)).isEqualTo(only(after(GOOD), top));
    }
    for (String depth : List.of("O02", "O03", "O04", "O06", "O08", "O10")) {
      assertThat(both).filteredOn(v -> v.startsWith(depth)).isEqualTo(only(after(DEEP), depth));
    }
    assertThat(after(GOOD, DEEP)).isEqualTo(after(DEEP));
  }

  private static List<String> only(List<String> values, String requirement) {
    return values.stream().filter(v -> v.startsWith(requirement)).toList();
  }
}
