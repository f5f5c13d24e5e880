package org.tidemark.features.state;

import org.tidemark.market.Aggressor;
import org.tidemark.market.Bar;
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
    }
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
    } else if (event instanceof Heartbeat) {
      return HEARTBEAT;
    }
    throw new StateException(
        "events of type " + event.getClass().getSimpleName() + " cannot wait in a state");
  }
}
