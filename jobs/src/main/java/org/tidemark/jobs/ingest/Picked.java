package org.tidemark.jobs.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.Row;
import org.tidemark.lakehouse.ingest.IngestReader;
import org.tidemark.lakehouse.ingest.Ingested;

/** The rows of a file that a picker wants, lazily; closes the file at its end. */
final class Picked implements Iterator<Row> {
  private final IngestReader reader;
  private final Function<Ingested, Optional<Row>> picker;
  private Optional<Row> next = Optional.empty();

  Picked(IngestReader reader, Function<Ingested, Optional<Row>> picker) {
    this.reader = reader;
    this.picker = picker;
  }

  @Override
  public boolean hasNext() {
    while (next.isEmpty() && reader.hasNext()) {
      next = picker.apply(reader.next());
      if (!reader.hasNext()) {
        close();
      }
    }
    return next.isPresent();
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Row row = next.orElseThrow();
    next = Optional.empty();
    return row;
  }

  private void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw new UncheckedIOException("closing " + reader.file(), e);
    }
  }
}
