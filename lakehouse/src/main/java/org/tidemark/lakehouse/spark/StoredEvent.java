package org.tidemark.lakehouse.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.tidemark.lakehouse.EventKind;
import org.tidemark.market.Aggressor;
import org.tidemark.market.Bar;
import org.tidemark.market.Book;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Quote;
import org.tidemark.market.Trade;

/**
 * A market event of any kind as Spark carries it between tasks: a bean of primitives, which Spark
 * reads and writes by generated code without boxing. {@link EventRows#events} makes it.
 *
 * <p>Numbers by kind: bars open, high, low, close, volume; trades price, size; quotes bid, bid
 * size, ask, ask size, where NaN stands for a missing side. A book's levels are one array: the
 * count of bids, bid prices, bid sizes, ask prices, ask sizes.
 */
public final class StoredEvent implements Serializable {
  private static final EventKind[] KINDS = EventKind.values();
  private static final Aggressor[] SIDES = Aggressor.values();

  private String instrument = "";
  private int kind;
  private long offset;
  private long eventTimeNanos;
  private long openTimeNanos;
  private int side;
  private double first;
  private double second;
  private double third;
  private double fourth;
  private double fifth;
  private double[] levels = {};

  /**
   * The event.
   *
   * @param id this event's instrument, made once for all its events
   */
  public MarketEvent toEvent(InstrumentId id) {
    return switch (KINDS[kind]) {
      case BARS ->
          new Bar(id, offset, eventTimeNanos, openTimeNanos, first, second, third, fourth, fifth);
      case TRADES -> new Trade(id, offset, eventTimeNanos, first, second, SIDES[side]);
      case QUOTES -> new Quote(id, offset, eventTimeNanos, first, second, third, fourth);
      case BOOKS -> book(id);
    };
  }

  private Book book(InstrumentId id) {
    int bids = (int) levels[0];
    int asks = (levels.length - 1) / 2 - bids;
    return new Book(id, offset, eventTimeNanos, levels(1, bids), levels(1 + 2 * bids, asks));
  }

  private List<Book.Level> levels(int at, int count) {
    List<Book.Level> out = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      out.add(new Book.Level(levels[at + i], levels[at + count + i]));
    }
    return out;
  }

  public String getInstrument() {
    return instrument;
  }

  public void setInstrument(String instrument) {
    this.instrument = instrument;
  }

  public int getKind() {
    return kind;
  }

  public void setKind(int kind) {
    this.kind = kind;
  }

  public long getOffset() {
    return offset;
  }

  public void setOffset(long offset) {
    this.offset = offset;
  }

  public long getEventTimeNanos() {
    return eventTimeNanos;
  }

  public void setEventTimeNanos(long eventTimeNanos) {
    this.eventTimeNanos = eventTimeNanos;
  }

  public long getOpenTimeNanos() {
    return openTimeNanos;
  }

  public void setOpenTimeNanos(long openTimeNanos) {
    this.openTimeNanos = openTimeNanos;
  }

  public int getSide() {
    return side;
  }

  public void setSide(int side) {
    this.side = side;
  }

  public double getFirst() {
    return first;
  }

  public void setFirst(double first) {
    this.first = first;
  }

  public double getSecond() {
    return second;
  }

  public void setSecond(double second) {
    this.second = second;
  }

  public double getThird() {
    return third;
  }

  public void setThird(double third) {
    this.third = third;
  }

  public double getFourth() {
    return fourth;
  }

  public void setFourth(double fourth) {
    this.fourth = fourth;
  }

  public double getFifth() {
    return fifth;
  }

  public void setFifth(double fifth) {
    this.fifth = fifth;
  }

  public double[] getLevels() {
    return levels;
  }

  public void setLevels(double[] levels) {
    this.levels = levels;
  }
}
