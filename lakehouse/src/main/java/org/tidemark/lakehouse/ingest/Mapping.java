package org.tidemark.lakehouse.ingest;

import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tidemark.lakehouse.ingest.ArchiveOffset.Lane;
import org.tidemark.market.Aggressor;
import org.tidemark.market.InstrumentId;

/**
 * What a user's mapping file declares about a file of their own.
 *
 * @param columns the source columns of each field; several of a time are joined by a space (date
 *     and time), those of a book's prices and sizes are its levels from the best
 * @param barLength of bars, else zero
 * @param priceScale prices are divided by 10^priceScale
 * @param sizeScale sizes are divided by 10^sizeScale
 * @param sides text of the side column to aggressor; empty for the usual words in any case
 */
record Mapping(
    Kind kind,
    Instruments instruments,
    Map<String, List<String>> columns,
    Times times,
    Duration barLength,
    int priceScale,
    int sizeScale,
    Map<String, Aggressor> sides,
    Csv csv,
    Order order,
    Crossed crossed) {

  /** The kind of event a row becomes, with the fields it needs and may have. */
  enum Kind {
    TRADE(Lane.TRADE, List.of("time", "price", "size"), List.of("aggressor")),
    QUOTE(Lane.QUOTE, List.of("time", "bid", "ask"), List.of("bid-size", "ask-size")),
    BAR(Lane.BAR, List.of("time", "open", "high", "low", "close"), List.of("volume")),
    BOOK(
        Lane.BOOK,
        List.of("time", "bid-prices", "bid-sizes", "ask-prices", "ask-sizes"),
        List.of());

    final Lane lane;
    final List<String> needed;
    final List<String> optional;

    Kind(Lane lane, List<String> needed, List<String> optional) {
      this.lane = lane;
      this.needed = needed;
      this.optional = optional;
    }
  }

  /** Where the instrument comes from. */
  sealed interface Instruments permits Constant, FromColumn {}

  /** Every row is of this instrument. */
  record Constant(InstrumentId instrument) implements Instruments {}

  /**
   * A column names it.
   *
   * @param names source name to instrument, others are rejected; empty takes the source's names
   */
  record FromColumn(String column, Map<String, InstrumentId> names) implements Instruments {}

  /** How times are written. */
  enum Unit {
    S(9),
    MS(6),
    US(3),
    NS(0),
    ISO(-1),
    PATTERN(-1);

    /** The unit is 10^power ns; -1 for texts. */
    final int power;

    Unit(int power) {
      this.power = power;
    }
  }

  /** Which end of a bar its time is. */
  enum Means {
    OPEN,
    CLOSE
  }

  /**
   * How times are read.
   *
   * @param pattern of {@link Unit#PATTERN}, else empty
   * @param zone of texts without an offset; UTC for numbers
   * @param means for bars, {@code OPEN} otherwise
   */
  record Times(Unit unit, String pattern, ZoneId zone, Means means) {}

  /** Whether the first line names the columns. */
  enum Header {
    NAMES,
    NONE
  }

  /** The layout of CSV files. */
  record Csv(char delimiter, Header header) {}

  /** Whether rows are sorted by time per instrument. */
  enum Order {
    SORTED,
    UNSORTED
  }

  /** What to do with quotes and books whose best bid is above the best ask. */
  enum Crossed {
    ACCEPT,
    REJECT
  }

  /** Every source column that is read. */
  Set<String> sourceColumns() {
    Set<String> names = new LinkedHashSet<>();
    columns.values().forEach(names::addAll);
    if (instruments instanceof FromColumn from) {
      names.add(from.column());
    }
    return names;
  }

  /** The source columns of an optional field, empty when it is not mapped. */
  Optional<List<String>> column(String field) {
    return Optional.ofNullable(columns.get(field));
  }
}
