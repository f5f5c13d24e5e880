package org.tidemark.features.state;

import java.util.ArrayList;
import java.util.List;
import org.tidemark.market.Aggressor;
import org.tidemark.market.Bar;
import org.tidemark.market.Book;
import org.tidemark.market.Heartbeat;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Quote;
import org.tidemark.market.Trade;

/** Stores events that wait inside a state, bit for bit. */
public final class EventCodec {
  private static final int TRADE = 1;
  private static final int QUOTE = 2;
  private static final int BAR = 3;
  private static final int HEARTBEAT = 4;
  private static final int BOOK = 5;

  private EventCodec() {}

  /** Appends one event. */
  public static void write(MarketEvent event, StateWriter out) {
    out.putInt(kind(event))
        .putText(event.instrument().value())
        .putLong(event.offset())
        .putLong(event.eventTimeNanos());
    if (event instanceof Trade t) {
      out.putDouble(t.price()).putDouble(t.size()).putInt(t.aggressor().ordinal());
    } else if (event instanceof Quote q) {
      out.putDouble(q.bid()).putDouble(q.bidSize()).putDouble(q.ask()).putDouble(q.askSize());
    } else if (event instanceof Bar b) {
      out.putLong(b.openTimeNanos())
          .putDouble(b.open())
          .putDouble(b.high())
          .putDouble(b.low())
          .putDouble(b.close())
          .putDouble(b.volume());
    } else if (event instanceof Book b) {
      levels(b.bids(), out);
      levels(b.asks(), out);
    }
  }

  private static void levels(List<Book.Level> levels, StateWriter out) {
    out.putInt(levels.size());
    levels.forEach(level -> out.putDouble(level.price()).putDouble(level.size()));
  }

  private static List<Book.Level> levels(StateReader in) {
    int count = in.getInt();
    if (count < 0 || count > in.remaining() / (2 * Double.BYTES)) {
      throw new StateException(
          "a book claims " + count + " levels; " + in.remaining() + " bytes are left");
    }
    List<Book.Level> levels = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      levels.add(new Book.Level(in.getDouble(), in.getDouble()));
    }
    return levels;
  }

  /** Reads what {@link #write} wrote. */
  public static MarketEvent read(StateReader in) {
    int kind = in.getInt();
    InstrumentId instrument = new InstrumentId(in.getText());
    long offset = in.getLong();
    long time = in.getLong();
    return switch (kind) {
      case TRADE ->
          new Trade(
              instrument,
              offset,
              time,
              in.getDouble(),
              in.getDouble(),
              Aggressor.values()[in.getInt()]);
      case QUOTE ->
          new Quote(
              instrument,
              offset,
              time,
              in.getDouble(),
              in.getDouble(),
              in.getDouble(),
              in.getDouble());
      case BAR ->
          new Bar(
              instrument,
              offset,
              time,
              in.getLong(),
              in.getDouble(),
              in.getDouble(),
              in.getDouble(),
              in.getDouble(),
              in.getDouble());
      case BOOK -> new Book(instrument, offset, time, levels(in), levels(in));
      case HEARTBEAT -> new Heartbeat(instrument, offset, time);
      default -> throw new StateException("unknown event kind " + kind + " in a stored state");
    };
  }

  private static int kind(MarketEvent event) {
    if (event instanceof Trade) {
      return TRADE;
    } else if (event instanceof Quote) {
      return QUOTE;
    } else if (event instanceof Bar) {
      return BAR;
    } else if (event instanceof Book) {
      return BOOK;
    } else if (event instanceof Heartbeat) {
      return HEARTBEAT;
    }
    throw new StateException(
        "events of type " + event.getClass().getSimpleName() + " cannot wait in a state");
  }
}
