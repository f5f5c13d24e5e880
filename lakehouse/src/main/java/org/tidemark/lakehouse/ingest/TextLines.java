package org.tidemark.lakehouse.ingest;

import java.io.IOException;

/** Rows of a file where every line that is not blank is one. */
final class TextLines implements Records {
  private final LineReader lines;
  private long blanks;

  TextLines(SourceFile file) throws IOException {
    this.lines = new LineReader(file.open());
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

  /** The current line, whole. */
  String text() throws RejectedRow {
    if (lines.isOverlong()) {
      throw new RejectedRow(
          Reason.LINE_TOO_LONG, "the line is longer than " + LineReader.MAX_LINE + " characters");
    }
    return lines.text(LineReader.MAX_LINE);
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
  public void close() throws IOException {
    lines.close();
  }
}
