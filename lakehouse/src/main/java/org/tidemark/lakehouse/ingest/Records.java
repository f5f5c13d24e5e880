package org.tidemark.lakehouse.ingest;

import java.io.Closeable;
import java.io.IOException;

/** A cursor over the data rows of one file. */
interface Records extends Closeable {

  /** Moves to the next data row; false at the end of the file. */
  boolean advance() throws IOException;

  /** Line of the current row, from 1. */
  long line();

  /** Text of the current row. */
  String raw();

  /** Header lines passed so far. */
  long headers();

  /** Blank lines passed so far. */
  long blanks();

  /** Lines passed so far that are known to be of a kind this format does not read. */
  default long others() {
    return 0;
  }
}
