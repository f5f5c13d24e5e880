package org.tidemark.lakehouse.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import org.tidemark.lakehouse.ingest.ArchiveOffset.Lane;
import org.tidemark.market.Aggressor;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Quote;
import org.tidemark.market.Trade;

/**
 * One stream of a recorded Binance web socket: each line is the recorder's time, a blank and the
 * message as it came. Lines of other streams are passed over. Times and ids as {@link
 * BinanceTrades}; a message without the venue's time, as quotes of the spot market are, is
 * rejected: the recorder's clock is another one, and runs behind.
 */
final class BinanceRaw implements Format {
  private static final JsonFactory JSON = new JsonFactory();

  static final BinanceRaw TRADES =
      new BinanceRaw("trade", "binance-raw-trades", Lane.TRADE, "t", BinanceRaw::trade);
  static final BinanceRaw BOOK_TICKER =
      new BinanceRaw("bookTicker", "binance-raw-book-ticker", Lane.QUOTE, "u", BinanceRaw::quote);

  /** Makes the event of a message. */
  private interface Maker extends Serializable {
    MarketEvent event(InstrumentId instrument, long offset, long time, Message message)
        throws RejectedRow;
  }

  private final String stream;
  private final String name;
  private final Lane lane;
  private final String id;
  private final Maker maker;

  private BinanceRaw(String stream, String name, Lane lane, String id, Maker maker) {
    this.stream = stream;
    this.name = name;
    this.lane = lane;
    this.id = id;
    this.maker = maker;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String describe() {
    return "messages @"
        + stream
        + " of a recorded Binance web socket, the recorder's time and a blank before each; other"
        + " messages are passed over, and those without the venue's time E rejected; market and"
        + " instrument from the name, for example usdm_btcusdt_20240808.jsonl.gz, as BTCUSDT.USDM";
  }

  @Override
  public IngestReader open(SourceFile file, IngestOptions options) {
    InstrumentId instrument = instrument(file, options);
    RowClock clock = RowClock.sorted(lane);
    RisingIds ids = new RisingIds(id);
    try {
      return IngestReader.of(
          file.name(),
          new Messages(file, "@" + stream + "\""),
          lines -> {
            Message message = Message.read(lines.lines);
            long time = message.nanos("E", 6);
            long number = message.whole(id);
            ids.check(number);
            MarketEvent event = maker.event(instrument, clock.offset(time), time, message);
            ids.take(number);
            return event;
          });
    } catch (IOException e) {
      throw new IngestException(
          file.name() + " cannot be opened: " + e.getMessage() + "; check its path and rights", e);
    }
  }

  private static InstrumentId instrument(SourceFile file, IngestOptions options) {
    Matcher name =
        FileName.need(
            file,
            "([A-Za-z]+)_([A-Za-z0-9]+)_\\d{8}(?:\\.jsonl)?",
            "usdm_btcusdt_20240808.jsonl.gz");
    return options
        .instrument()
        .orElseGet(
            () -> new InstrumentId((name.group(2) + "." + name.group(1)).toUpperCase(Locale.ROOT)));
  }

  private static MarketEvent trade(InstrumentId name, long offset, long time, Message message)
      throws RejectedRow {
    Aggressor side =
        switch (message.text("m")) {
          case "true" -> Aggressor.SELL;
          case "false" -> Aggressor.BUY;
          default ->
              throw new RejectedRow(
                  Reason.BAD_SIDE,
                  "m = " + RejectedRow.quote(message.text("m")) + " must be true or false");
        };
    return new Trade(name, offset, time, message.price("p"), message.size("q"), side);
  }

  private static MarketEvent quote(InstrumentId name, long offset, long time, Message message)
      throws RejectedRow {
    return new Quote(
        name,
        offset,
        time,
        message.price("b"),
        message.size("B"),
        message.price("a"),
        message.size("A"));
  }

  /** The lines of one stream; which stream a line is of stands near its beginning. */
  private static final class Messages implements Records {
    private static final int HEAD = 120;

    private final LineReader lines;
    private final String mark;
    private long blanks;
    private long others;

    Messages(SourceFile file, String mark) throws IOException {
      this.lines = new LineReader(file.open());
      this.mark = mark;
    }

    @Override
    public boolean advance() throws IOException {
      while (lines.next()) {
        if (lines.isBlank()) {
          blanks++;
        } else if (lines.text(HEAD).contains("\"stream\"") && !lines.text(HEAD).contains(mark)
            || lines.text(HEAD).contains("\"lastUpdateId\"")) {
          others++;
        } else {
          return true;
        }
      }
      return false;
    }

    @Override
    public long line() {
      return lines.number();
    }

    @Override
    public String raw() {
      return lines.text(Rejected.MAX_RAW);
    }

    @Override
    public long headers() {
      return 0;
    }

    @Override
    public long blanks() {
      return blanks;
    }

    @Override
    public long others() {
      return others;
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }

  /** The fields of one message, by their short names. */
  private record Message(Map<String, String> fields) {
    static Message read(LineReader line) throws RejectedRow {
      int at = 0;
      while (at < line.length() && line.chars()[at] >= '0' && line.chars()[at] <= '9') {
        at++;
      }
      if (at == 0 || at == line.length() || line.chars()[at] != ' ' || line.isOverlong()) {
        throw new RejectedRow(
            Reason.BAD_JSON, "the line is not the recorder's time, a blank and a message");
      }
      Map<String, String> fields = new HashMap<>();
      try (JsonParser parser = JSON.createParser(line.chars(), at + 1, line.length() - at - 1)) {
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
          if (token.isScalarValue() && parser.currentName() != null) {
            fields.put(parser.currentName(), parser.getText());
          }
        }
      } catch (JsonProcessingException e) {
        throw new RejectedRow(Reason.BAD_JSON, e.getOriginalMessage());
      } catch (IOException e) {
        throw new RejectedRow(Reason.BAD_JSON, String.valueOf(e.getMessage()));
      }
      return new Message(fields);
    }

    String text(String field) {
      return fields.getOrDefault(field, "");
    }

    private char[] chars(String field) {
      return text(field).toCharArray();
    }

    double price(String field) throws RejectedRow {
      return NumberText.price(field, chars(field), 0, text(field).length(), 0);
    }

    double size(String field) throws RejectedRow {
      return NumberText.size(field, chars(field), 0, text(field).length(), 0);
    }

    long nanos(String field, int power) throws RejectedRow {
      return NumberText.nanos(field, chars(field), 0, text(field).length(), power);
    }

    long whole(String field) throws RejectedRow {
      try {
        return Long.parseLong(text(field));
      } catch (NumberFormatException e) {
        throw new RejectedRow(
            Reason.NOT_A_NUMBER,
            field + " = " + RejectedRow.quote(text(field)) + " must be a whole number");
      }
    }
  }
}
