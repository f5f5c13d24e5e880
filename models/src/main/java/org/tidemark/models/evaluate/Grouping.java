package org.tidemark.models.evaluate;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;

/** What rows of predictions are told apart by. */
public sealed interface Grouping {
  /** The name of the row's group. */
  String group(Predictions predictions, int row);

  /** By the fold whose model scored the row: {@code 0}, {@code 1}, ... */
  record ByFold() implements Grouping {
    @Override
    public String group(Predictions predictions, int row) {
      return Integer.toString(predictions.fold()[row]);
    }
  }

  /**
   * By instrument.
   *
   * @param names by {@link Predictions#instrument} index
   */
  record ByInstrument(List<String> names) implements Grouping {
    public ByInstrument {
      names = List.copyOf(names);
    }

    @Override
    public String group(Predictions predictions, int row) {
      int instrument = predictions.instrument()[row];
      if (instrument >= names.size()) {
        throw new IllegalArgumentException(
            "row "
                + row
                + ": instrument "
                + instrument
                + " has no name; "
                + names.size()
                + " have");
      }
      return names.get(instrument);
    }
  }

  /** By the month in UTC of the event time: {@code 2018-03}. */
  record ByMonth() implements Grouping {
    @Override
    public String group(Predictions predictions, int row) {
      long seconds = Math.floorDiv(predictions.eventTimeNanos()[row], 1_000_000_000L);
      return YearMonth.from(Instant.ofEpochSecond(seconds).atOffset(ZoneOffset.UTC)).toString();
    }
  }

  /**
   * By a name per row, for example of the regime in which it was decided.
   *
   * @param names one per row
   */
  record ByName(List<String> names) implements Grouping {
    public ByName {
      names = List.copyOf(names);
    }

    @Override
    public String group(Predictions predictions, int row) {
      if (names.size() != predictions.rows()) {
        throw new IllegalArgumentException(
            names.size() + " names for " + predictions.rows() + " rows; give one per row");
      }
      return names.get(row);
    }
  }
}
