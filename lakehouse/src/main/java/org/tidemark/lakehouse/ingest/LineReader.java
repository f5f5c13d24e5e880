package org.tidemark.lakehouse.ingest;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Cuts UTF-8 text into lines in one reused buffer. Ends of line are LF or CR LF; a byte-order mark
 * is dropped; bytes that are not UTF-8 become U+FFFD. A line beyond {@link #MAX_LINE} characters is
 * cut there and marked, so a file without line ends cannot exhaust memory.
 */
final class LineReader implements Closeable {
  static final int MAX_LINE = 1 << 20;

  private final Reader in;
  private final char[] buffer = new char[1 << 16];
  private int at;
  private int end;
  private char[] line = new char[256];
  private int length;
  private boolean overlong;
  private long number;

  LineReader(InputStream in) {
    this.in = new InputStreamReader(in, StandardCharsets.UTF_8);
  }

  /** Moves to the next line; false at the end. */
  boolean next() throws IOException {
    length = 0;
    overlong = false;
    boolean any = false;
    while (true) {
      if (at == end) {
        end = in.read(buffer, 0, buffer.length);
        at = 0;
        if (end <= 0) {
          end = 0;
          break;
        }
      }
      any = true;
      int stop = at;
      while (stop < end && buffer[stop] != '\n') {
        stop++;
      }
      append(at, stop);
      if (stop < end) {
        at = stop + 1;
        break;
      }
      at = stop;
    }
    if (!any) {
      return false;
    }
    if (length > 0 && line[length - 1] == '\r') {
      length--;
    }
    if (number++ == 0 && length > 0 && line[0] == '\uFEFF') {
      System.arraycopy(line, 1, line, 0, --length);
    }
    return true;
  }

  private void append(int from, int to) {
    int count = to - from;
    if (length + count > MAX_LINE) {
      overlong = true;
      count = MAX_LINE - length;
    }
    if (length + count > line.length) {
      line = Arrays.copyOf(line, Math.max(length + count, 2 * line.length));
    }
    System.arraycopy(buffer, from, line, length, count);
    length += count;
  }

  /** The current line's characters, valid up to {@link #length()} and until the next line. */
  char[] chars() {
    return line;
  }

  int length() {
    return length;
  }

  /** Whether the line was cut. */
  boolean isOverlong() {
    return overlong;
  }

  boolean isBlank() {
    for (int i = 0; i < length; i++) {
      if (line[i] > ' ') {
        return false;
      }
    }
    return true;
  }

  /** Number of the current line, from 1. */
  long number() {
    return number;
  }

  /** At most {@code limit} characters of the line. */
  String text(int limit) {
    return new String(line, 0, Math.min(limit, length));
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
