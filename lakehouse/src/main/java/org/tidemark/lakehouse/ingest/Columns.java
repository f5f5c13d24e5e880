package org.tidemark.lakehouse.ingest;

import java.io.IOException;
import java.util.Locale;
import java.util.Set;

/**
 * Rows of a file whose columns are fixed by its format and never quoted. The header may be absent;
 * one that differs from the format's means that the file is of another format.
 */
final class Columns implements Records {
  private final LineReader lines;
  private final String file;
  private final String header;
  private final int kindColumn;
  private final Set<String> otherKinds;
  private final int count;
  private final int[] starts;
  private boolean begun;
  private long headers;
  private long blanks;
  private long others;

  private Columns(SourceFile file, String header, int kindColumn, Set<String> otherKinds)
      throws IOException {
    this.file = file.name();
    this.header = header;
    this.kindColumn = kindColumn;
    this.otherKinds = otherKinds;
    this.count = header.split(",").length;
    this.starts = new int[count + 1];
    this.lines = new LineReader(file.open());
  }

  /**
   * Opens a file and reads it with a parser.
   *
   * @param header the format's column names, joined by commas
   */
  static IngestReader reader(SourceFile file, String header, RowParser<Columns> parser) {
    return reader(file, header, 0, Set.of(), parser);
  }

  /**
   * The same for a file that holds lines of other kinds, which are passed over and counted apart.
   *
   * @param kindColumn position of the column that tells a line's kind
   * @param otherKinds its values on lines that are not for this format
   */
  static IngestReader reader(
      SourceFile file,
      String header,
      int kindColumn,
      Set<String> otherKinds,
      RowParser<Columns> parser) {
    return IngestReader.of(file.name(), open(file, header, kindColumn, otherKinds), parser);
  }

  /** The rows of a file, for a format whose events are made of more than one. */
  static Columns open(SourceFile file, String header) {
    return open(file, header, 0, Set.of());
  }

  private static Columns open(
      SourceFile file, String header, int kindColumn, Set<String> otherKinds) {
    try {
      return new Columns(file, header, kindColumn, otherKinds);
    } catch (IOException e) {
      throw new IngestException(
          file.name() + " cannot be opened: " + e.getMessage() + "; check its path and rights", e);
    }
  }

  @Override
  public boolean advance() throws IOException {
    while (lines.next()) {
      if (lines.isBlank()) {
        blanks++;
      } else if (begun || !isHeader()) {
        begun = true;
        if (isOther()) {
          others++;
        } else {
          return true;
        }
      } else {
        begun = true;
        headers++;
      }
    }
    return false;
  }

  private boolean isOther() {
    if (otherKinds.isEmpty()) {
      return false;
    }
    try {
      split();
    } catch (RejectedRow e) {
      return false; // the parser will say so
    }
    return otherKinds.contains(text(kindColumn));
  }

  private boolean isHeader() {
    if (!Character.isLetter(lines.chars()[0])) {
      return false;
    }
    String found = lines.text(Math.max(200, 2 * header.length())).strip().toLowerCase(Locale.ROOT);
    if (!found.equals(header)) {
      throw new IngestException(
          file
              + " has the columns "
              + found
              + " but this format has "
              + header
              + "; choose another format or declare a mapping");
    }
    return true;
  }

  /** Finds the columns of the current row; call before reading any. */
  void split() throws RejectedRow {
    if (lines.isOverlong()) {
      throw new RejectedRow(
          Reason.LINE_TOO_LONG, "the line is longer than " + LineReader.MAX_LINE + " characters");
    }
    char[] chars = lines.chars();
    int length = lines.length();
    int found = 0;
    starts[0] = 0;
    for (int i = 0; i < length; i++) {
      if (chars[i] == ',') {
        if (++found < count) {
          starts[found] = i + 1;
        }
      }
    }
    if (found + 1 != count) {
      throw new RejectedRow(
          Reason.BAD_COLUMN_COUNT, (found + 1) + " columns, the format has " + count);
    }
    starts[count] = length + 1;
  }

  private int start(int column) {
    return starts[column];
  }

  private int stop(int column) {
    return starts[column + 1] - 1;
  }

  /** A price in units of 10^-scale. */
  double price(int column, String name, int scale) throws RejectedRow {
    return NumberText.price(name, lines.chars(), start(column), stop(column), scale);
  }

  /** A size or volume. */
  double size(int column, String name) throws RejectedRow {
    return NumberText.size(name, lines.chars(), start(column), stop(column), 0);
  }

  /** A number in units of 10^-scale, any sign. */
  double number(int column, String name, int scale) throws RejectedRow {
    return NumberText.decimal(name, lines.chars(), start(column), stop(column), scale);
  }

  /** A whole number of 64 bits, such as a sequence number. */
  long whole(int column, String name) throws RejectedRow {
    try {
      return Long.parseLong(text(column));
    } catch (NumberFormatException e) {
      throw new RejectedRow(
          Reason.NOT_A_NUMBER,
          name + " = " + RejectedRow.quote(text(column)) + " must be a whole number");
    }
  }

  /** A time in units of 10^power nanoseconds, as nanoseconds. */
  long nanos(int column, String name, int power) throws RejectedRow {
    return NumberText.nanos(name, lines.chars(), start(column), stop(column), power);
  }

  /** The text of a column. */
  String text(int column) {
    return new String(lines.chars(), start(column), stop(column) - start(column));
  }

  /** The only character of a column, or 0 when it has none or more than one. */
  char letter(int column) {
    return stop(column) - start(column) == 1 ? lines.chars()[start(column)] : 0;
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
  public long others() {
    return others;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
