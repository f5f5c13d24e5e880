package org.tidemark.lakehouse.ingest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Rows of a CSV file with quoting as in RFC 4180, except that a row never spans lines: a quote that
 * is not closed on its line is a damaged row, and must not swallow the rows after it.
 */
final class CsvRows implements NamedRecords, FieldRow {
  private final LineReader lines;
  private final char delimiter;
  private final Map<String, Integer> positions = new HashMap<>();
  private final List<String> cells = new ArrayList<>();
  private int width;
  private long headers;
  private long blanks;

  CsvRows(SourceFile file, Mapping mapping) throws IOException {
    this.lines = new LineReader(file.open());
    this.delimiter = mapping.csv().delimiter();
    try {
      if (mapping.csv().header() == Mapping.Header.NAMES) {
        readHeader(file.name(), mapping);
      } else {
        countColumns(file.name(), mapping);
      }
    } catch (RuntimeException | IOException e) {
      lines.close();
      throw e;
    }
  }

  private void readHeader(String file, Mapping mapping) throws IOException {
    while (lines.next()) {
      if (lines.isBlank()) {
        blanks++;
        continue;
      }
      headers = 1;
      try {
        cut();
      } catch (RejectedRow e) {
        throw new IngestException(file + " has a damaged header: " + e.getMessage());
      }
      width = cells.size();
      for (int i = 0; i < width; i++) {
        if (positions.put(cells.get(i).strip(), i) != null) {
          throw new IngestException(
              file + " has two columns named '" + cells.get(i) + "'; map by number, header: none");
        }
      }
      for (String column : mapping.sourceColumns()) {
        if (!positions.containsKey(column)) {
          throw new IngestException(
              file
                  + " has no column '"
                  + column
                  + "'; it has "
                  + new TreeSet<>(positions.keySet()));
        }
      }
      return;
    }
  }

  private void countColumns(String file, Mapping mapping) {
    for (String column : mapping.sourceColumns()) {
      if (!column.matches("[1-9]\\d{0,3}")) {
        throw new IngestException(
            file + " has no header, so column '" + column + "' must be a number from 1");
      }
      positions.put(column, Integer.parseInt(column) - 1);
    }
  }

  @Override
  public boolean advance() throws IOException {
    while (lines.next()) {
      if (!lines.isBlank()) {
        return true;
      }
      blanks++;
    }
    return false;
  }

  @Override
  public FieldRow row() throws RejectedRow {
    if (lines.isOverlong()) {
      throw new RejectedRow(
          Reason.LINE_TOO_LONG, "the line is longer than " + LineReader.MAX_LINE + " characters");
    }
    cut();
    if (width == 0) {
      // Without a header the first row that can be cut says how wide the rows are.
      width = cells.size();
    }
    if (cells.size() != width) {
      throw new RejectedRow(
          Reason.BAD_COLUMN_COUNT, cells.size() + " columns, the rows before have " + width);
    }
    return this;
  }

  private void cut() throws RejectedRow {
    cells.clear();
    char[] chars = lines.chars();
    int length = lines.length();
    int at = 0;
    while (true) {
      int stop;
      if (at < length && chars[at] == '"') {
        StringBuilder cell = new StringBuilder();
        stop = quoted(chars, at + 1, length, cell);
        cells.add(cell.toString());
      } else {
        stop = at;
        while (stop < length && chars[stop] != delimiter) {
          stop++;
        }
        cells.add(new String(chars, at, stop - at));
      }
      if (stop >= length) {
        return;
      }
      at = stop + 1;
    }
  }

  /** Copies a quoted cell; answers the place of the delimiter after it. */
  private int quoted(char[] chars, int from, int length, StringBuilder cell) throws RejectedRow {
    for (int at = from; at < length; at++) {
      if (chars[at] != '"') {
        cell.append(chars[at]);
      } else if (at + 1 < length && chars[at + 1] == '"') {
        cell.append('"');
        at++;
      } else if (at + 1 == length || chars[at + 1] == delimiter) {
        return at + 1;
      } else {
        throw new RejectedRow(
            Reason.BAD_CSV, "text after a closing quote in column " + (cells.size() + 1));
      }
    }
    throw new RejectedRow(
        Reason.BAD_CSV, "the quote in column " + (cells.size() + 1) + " is not closed on its line");
  }

  @Override
  public Optional<String> text(String column) {
    int position = positions.get(column);
    return position < cells.size() ? Optional.of(cells.get(position)) : Optional.empty();
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
    return headers;
  }

  @Override
  public long blanks() {
    return blanks;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
