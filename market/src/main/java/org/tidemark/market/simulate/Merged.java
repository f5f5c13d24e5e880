package org.tidemark.market.simulate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import org.tidemark.market.MarketEvent;

/** Several tapes as one, in order of event time, then of instrument. */
final class Merged implements Iterator<MarketEvent> {
  private record Head(MarketEvent event, Iterator<MarketEvent> rest) {}

  private static final Comparator<Head> ORDER =
      Comparator.<Head>comparingLong(head -> head.event().eventTimeNanos())
          .thenComparing(head -> head.event().instrument())
          .thenComparingLong(head -> head.event().offset());

  private final PriorityQueue<Head> heads = new PriorityQueue<>(ORDER);

  Merged(List<Iterator<MarketEvent>> tapes) {
    new ArrayList<>(tapes).forEach(this::advance);
  }

  private void advance(Iterator<MarketEvent> tape) {
    if (tape.hasNext()) {
      heads.add(new Head(tape.next(), tape));
    }
  }

  @Override
  public boolean hasNext() {
    return !heads.isEmpty();
  }

  @Override
  public MarketEvent next() {
    if (heads.isEmpty()) {
      throw new NoSuchElementException("the simulated markets are over");
    }
    Head head = heads.remove();
    advance(head.rest());
    return head.event();
  }
}
