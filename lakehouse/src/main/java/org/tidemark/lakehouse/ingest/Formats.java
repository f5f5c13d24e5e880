package org.tidemark.lakehouse.ingest;

import java.util.List;
import java.util.stream.Collectors;

/** The formats that are built in, and mappings that a user declares. */
public final class Formats {
  private static final List<Format> ALL =
      List.of(
          new BitfinexCandles(),
          new LeanEquityTrades(),
          new LeanEquityQuotes(),
          new FxQuotes(),
          LeanEquityBars.DAILY,
          LeanEquityBars.HOURLY,
          new WireLines());

  private Formats() {}

  /** Every built-in format, in the order in which help shows them. */
  public static List<Format> all() {
    return ALL;
  }

  /** The built-in format of this name. */
  public static Format named(String name) {
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
