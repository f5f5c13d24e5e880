package org.tidemark.lakehouse.ingest;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.tidemark.market.Aggressor;
import org.tidemark.market.Book;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Quote;
import org.tidemark.market.Trade;

/** Makes events of named rows as a mapping declares; keeps one clock per instrument. */
final class MappedRow {
  private static final Map<String, Aggressor> USUAL_SIDES =
      Map.of(
          "buy", Aggressor.BUY,
          "b", Aggressor.BUY,
          "sell", Aggressor.SELL,
          "s", Aggressor.SELL,
          "unknown", Aggressor.UNKNOWN,
          "", Aggressor.UNKNOWN);

  private final Mapping mapping;
  private final Optional<InstrumentId> given;
  private final TimeText times;
  private final Map<InstrumentId, RowClock> clocks = new HashMap<>();
  private final Map<String, InstrumentId> seen = new HashMap<>();

  MappedRow(Mapping mapping, IngestOptions options) {
    this.mapping = mapping;
    this.given = options.instrument();
    this.times = new TimeText(mapping.times());
  }

  MarketEvent parse(NamedRecords records) throws RejectedRow {
    FieldRow row = records.row();
    InstrumentId instrument = instrument(row);
    long time = times.nanos(time(row));
    return switch (mapping.kind()) {
      case TRADE -> trade(row, instrument, time);
      case QUOTE -> quote(row, instrument, time);
      case BAR -> bar(row, instrument, time);
      case BOOK -> book(row, instrument, time);
    };
  }

  private MarketEvent trade(FieldRow row, InstrumentId instrument, long time) throws RejectedRow {
    double price = price(row, "price");
    double size = size(row, "size");
    Aggressor side = side(row);
    return new Trade(instrument, clock(instrument).offset(time), time, price, size, side);
  }

  private MarketEvent quote(FieldRow row, InstrumentId instrument, long time) throws RejectedRow {
    boolean hasBid = !cell(row, "bid").isEmpty();
    boolean hasAsk = !cell(row, "ask").isEmpty();
    if (!hasBid && !hasAsk) {
      throw new RejectedRow(Reason.EMPTY_QUOTE, "neither a bid nor an ask");
    }
    double bid = hasBid ? price(row, "bid") : Double.NaN;
    double ask = hasAsk ? price(row, "ask") : Double.NaN;
    double bidSize = hasBid ? optionalSize(row, "bid-size") : 0;
    double askSize = hasAsk ? optionalSize(row, "ask-size") : 0;
    if (bid > ask && mapping.crossed() == Mapping.Crossed.REJECT) {
      throw new RejectedRow(Reason.CROSSED_QUOTE, "bid " + bid + " is above ask " + ask);
    }
    long offset = clock(instrument).offset(time);
    return new Quote(instrument, offset, time, bid, bidSize, ask, askSize);
  }

  private MarketEvent book(FieldRow row, InstrumentId instrument, long time) throws RejectedRow {
    List<Book.Level> bids = side(row, "bid");
    List<Book.Level> asks = side(row, "ask");
    if (mapping.crossed() == Mapping.Crossed.REJECT
        && !bids.isEmpty()
        && !asks.isEmpty()
        && bids.get(0).price() > asks.get(0).price()) {
      throw new RejectedRow(
          Reason.CROSSED_QUOTE,
          "bid " + bids.get(0).price() + " is above ask " + asks.get(0).price());
    }
    return Levels.book(instrument, clock(instrument), time, bids, asks);
  }

  private List<Book.Level> side(FieldRow row, String side) throws RejectedRow {
    List<String> prices = mapping.columns().get(side + "-prices");
    List<String> sizes = mapping.columns().get(side + "-sizes");
    return new Levels(prices.size())
        .side(
            side,
            level -> row.text(prices.get(level)).orElse("").strip(),
            level -> row.text(sizes.get(level)).orElse("").strip(),
            mapping.priceScale(),
            mapping.sizeScale());
  }

  private MarketEvent bar(FieldRow row, InstrumentId instrument, long time) throws RejectedRow {
    boolean opens = mapping.times().means() == Mapping.Means.OPEN;
    return Bars.of(
        instrument,
        clock(instrument),
        opens ? time : times.shift(time, mapping.barLength(), -1),
        opens ? times.shift(time, mapping.barLength(), 1) : time,
        price(row, "open"),
        price(row, "high"),
        price(row, "low"),
        price(row, "close"),
        optionalSize(row, "volume"));
  }

  private RowClock clock(InstrumentId instrument) {
    return clocks.computeIfAbsent(
        instrument,
        key ->
            mapping.order() == Mapping.Order.SORTED
                ? RowClock.sorted(mapping.kind().lane)
                : RowClock.unsorted(mapping.kind().lane));
  }

  private InstrumentId instrument(FieldRow row) throws RejectedRow {
    if (given.isPresent()) {
      return given.get();
    }
    if (mapping.instruments() instanceof Mapping.Constant constant) {
      return constant.instrument();
    }
    Mapping.FromColumn from = (Mapping.FromColumn) mapping.instruments();
    String name = value(row, from.column()).strip();
    InstrumentId known = from.names().isEmpty() ? seen.get(name) : from.names().get(name);
    if (known != null) {
      return known;
    }
    if (!from.names().isEmpty()) {
      throw new RejectedRow(
          Reason.UNKNOWN_INSTRUMENT,
          from.column() + " = " + RejectedRow.quote(name) + " is not among the mapping's names");
    }
    try {
      InstrumentId fresh = new InstrumentId(name);
      seen.put(name, fresh);
      return fresh;
    } catch (IllegalArgumentException e) {
      throw new RejectedRow(Reason.UNKNOWN_INSTRUMENT, e.getMessage());
    }
  }

  private String time(FieldRow row) throws RejectedRow {
    List<String> columns = mapping.columns().get("time");
    if (columns.size() == 1) {
      return value(row, columns.get(0)).strip();
    }
    StringBuilder joined = new StringBuilder();
    for (String column : columns) {
      joined.append(joined.length() == 0 ? "" : " ").append(value(row, column).strip());
    }
    return joined.toString();
  }

  private double price(FieldRow row, String field) throws RejectedRow {
    String text = cell(row, field);
    return NumberText.price(field, text.toCharArray(), 0, text.length(), mapping.priceScale());
  }

  private double size(FieldRow row, String field) throws RejectedRow {
    String text = cell(row, field);
    return NumberText.size(field, text.toCharArray(), 0, text.length(), mapping.sizeScale());
  }

  private double optionalSize(FieldRow row, String field) throws RejectedRow {
    return mapping.column(field).isPresent() ? size(row, field) : 0;
  }

  private Aggressor side(FieldRow row) throws RejectedRow {
    if (mapping.column("aggressor").isEmpty()) {
      return Aggressor.UNKNOWN;
    }
    String text = cell(row, "aggressor");
    Aggressor side =
        mapping.sides().isEmpty()
            ? USUAL_SIDES.get(text.toLowerCase(Locale.ROOT))
            : mapping.sides().get(text);
    if (side == null) {
      throw new RejectedRow(
          Reason.BAD_SIDE,
          "aggressor = " + RejectedRow.quote(text) + " is not among the mapping's values");
    }
    return side;
  }

  /** A field's text without blanks around it; a null of the container is the empty text. */
  private String cell(FieldRow row, String field) throws RejectedRow {
    return row.text(mapping.columns().get(field).get(0)).orElse("").strip();
  }

  private static String value(FieldRow row, String column) throws RejectedRow {
    return row.text(column)
        .orElseThrow(
            () ->
                new RejectedRow(
                    Reason.BAD_COLUMN_COUNT, "the row has no " + RejectedRow.quote(column)));
  }
}
