package org.tidemark.lakehouse.ingest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Which ticker a company traded under and when, from a LEAN map file. The first line is the listing
 * date; each further line says up to which day, inclusive, the ticker on it was used.
 */
final class TickerHistory {
  private record Use(int lastDay, String ticker) {}

  private final int listed;
  private final List<Use> uses;

  private TickerHistory(int listed, List<Use> uses) {
    this.listed = listed;
    this.uses = uses;
  }

  static TickerHistory read(SourceFile file) {
    List<Use> lines = new ArrayList<>();
    try (LineReader reader = new LineReader(file.open())) {
      while (reader.next()) {
        if (!reader.isBlank()) {
          String text = reader.text(200).strip();
          if (!text.matches("\\d{8},[^,]+(,.*)?")) {
            throw new IngestException(
                file.name() + " line " + reader.number() + ": '" + text + "' is not date,ticker");
          }
          String[] cells = text.split(",");
          lines.add(new Use(Integer.parseInt(cells[0]), cells[1].toUpperCase(Locale.ROOT)));
        }
      }
    } catch (IOException e) {
      throw new IngestException(file.name() + " cannot be read: " + e.getMessage(), e);
    }
    if (lines.isEmpty()) {
      throw new IngestException(file.name() + " is empty; a map file has at least one line");
    }
    return new TickerHistory(lines.get(0).lastDay(), List.copyOf(lines.subList(1, lines.size())));
  }

  /**
   * Checks that on this day the ticker was the company's.
   *
   * @param day YYYYMMDD as a number
   */
  void check(String ticker, int day) throws RejectedRow {
    if (day < listed) {
      throw new RejectedRow(
          Reason.BEFORE_LISTING,
          day + " is before the company with ticker " + ticker + " was listed on " + listed);
    }
    for (Use use : uses) {
      if (day <= use.lastDay()) {
        if (!use.ticker().equals(ticker)) {
          throw new RejectedRow(
              Reason.OTHER_COMPANY,
              "on " + day + " the company traded as " + use.ticker() + ", not " + ticker);
        }
        return;
      }
    }
  }
}
