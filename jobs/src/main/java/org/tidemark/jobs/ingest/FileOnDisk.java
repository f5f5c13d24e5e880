package org.tidemark.jobs.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.tidemark.lakehouse.ingest.Format;
import org.tidemark.lakehouse.ingest.IngestOptions;
import org.tidemark.lakehouse.ingest.IngestReader;
import org.tidemark.lakehouse.ingest.RowFormat;
import org.tidemark.lakehouse.ingest.SourceFile;
import org.tidemark.lakehouse.spark.MappedParquet;
import org.tidemark.market.InstrumentId;

/**
 * One file to ingest, wherever it lies; sent to the task that reads it, which brings the settings
 * of the file systems.
 *
 * @param uri local path or object-store URI
 * @param instrument overrides what the format derives; empty text for none
 */
record FileOnDisk(String uri, Format format, String instrument) implements Serializable {

  /** The file's name, without folders. */
  String name() {
    return uri.substring(uri.lastIndexOf('/') + 1);
  }

  /** The format by which Spark's rows of this file are read, when it is Parquet. */
  Optional<RowFormat> parquet() {
    return name().toLowerCase(Locale.ROOT).endsWith(".parquet") && format instanceof RowFormat rows
        ? Optional.of(rows)
        : Optional.empty();
  }

  /** Reads a file of text lines. */
  IngestReader open(Configuration hadoop) {
    return format.open(source(new Path(uri), hadoop), options());
  }

  /** Reads a Parquet file from the rows that Spark found in it. */
  IngestReader open(Iterator<Row> rows) {
    return MappedParquet.reader(uri, rows, parquet().orElseThrow(), options());
  }

  private IngestOptions options() {
    return instrument.isEmpty()
        ? IngestOptions.none()
        : IngestOptions.none().withInstrument(new InstrumentId(instrument));
  }

  private static SourceFile source(Path path, Configuration hadoop) {
    return SourceFile.of(
        path.getName(),
        () -> path.getFileSystem(hadoop).open(path),
        relative -> {
          Path beside = new Path(new Path(path.getParent(), relative).toUri().normalize());
          try {
            return beside.getFileSystem(hadoop).isFile(beside)
                ? Optional.of(source(beside, hadoop))
                : Optional.empty();
          } catch (IOException e) {
            throw new UncheckedIOException("looking for " + beside, e);
          }
        });
  }

  /**
   * Identity of what is ingested: the same bytes read in the same way to the same stretches are the
   * same source. A name may give instrument and day, so equal bytes alone are not.
   *
   * @param stretches first and last offset per instrument
   */
  String sourceId(Map<String, Span> stretches, Configuration hadoop) {
    Path path = new Path(uri);
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (InputStream in = path.getFileSystem(hadoop).open(path)) {
        byte[] buffer = new byte[1 << 16];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          digest.update(buffer, 0, n);
        }
      }
      StringBuilder way = new StringBuilder("|" + format.identity() + "|" + instrument);
      stretches.forEach(
          (name, s) -> way.append("|" + name + " " + s.firstOffset() + " " + s.lastOffset()));
      digest.update(way.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + uri, e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
