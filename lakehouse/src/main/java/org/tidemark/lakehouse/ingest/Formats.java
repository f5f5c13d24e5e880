package org.tidemark.lakehouse.ingest;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The formats that are built in, and mappings that a user declares. */
public final class Formats {
  private static final Pattern ASKED = Pattern.compile("(.+)@(\\d{1,6})");

  private static final List<Format> ALL =
      List.of(
          new BitfinexCandles(),
          new LeanEquityTrades(),
          new LeanEquityQuotes(),
          new FxQuotes(),
          LeanEquityBars.DAILY,
          LeanEquityBars.HOURLY,
          BinanceDepth1000.books(Levels.USUAL),
          BinanceDepth1000.trades(),
          new BinanceTrades(),
          new BinanceBookTicker(),
          BinanceRaw.TRADES,
          BinanceRaw.BOOK_TICKER,
          new BinanceDepth(Levels.USUAL),
          new NasdaqBooks(Levels.USUAL),
          new NasdaqExecutions(),
          new WireLines());

  /** Formats of books, of which a user may ask for another number of levels. */
  private static final Map<String, Function<Levels, Format>> BOOKS =
      Map.of(
          "binance-depth1000", BinanceDepth1000::books,
          "binance-depth", BinanceDepth::new,
          "nasdaq-itch-l10", NasdaqBooks::new);

  private Formats() {}

  /** Every built-in format, in the order in which help shows them. */
  public static List<Format> all() {
    return ALL;
  }

  /**
   * The built-in format of this name. A format of books keeps the best 10 price levels of a side,
   * or as many as an ending says: {@code binance-depth1000@20}.
   */
  public static Format named(String name) {
    Matcher asked = ASKED.matcher(name);
    if (asked.matches()) {
      if (!BOOKS.containsKey(asked.group(1))) {
        throw new IngestException(
            "format '"
                + name
                + "': only formats of books take a number of levels: "
                + new TreeSet<>(BOOKS.keySet()));
      }
      return BOOKS.get(asked.group(1)).apply(new Levels(Integer.parseInt(asked.group(2))));
    }
    return ALL.stream()
        .filter(format -> format.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IngestException(
                    "no format '"
                        + name
                        + "'; give one of "
                        + ALL.stream().map(Format::name).collect(Collectors.joining(", "))
                        + ", or a mapping file that ends in .yaml or .yml"));
  }

  /** Whether {@code --format} names a mapping file rather than a built-in format. */
  public static boolean isMapping(String name) {
    return name.endsWith(".yaml") || name.endsWith(".yml");
  }

  /** The format that a user's mapping file declares. */
  public static MappedFormat mapping(SourceFile yaml) {
    return MappedFormat.read(yaml);
  }
}
