package org.tidemark.jobs.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.tidemark.lakehouse.ingest.Format;
import org.tidemark.lakehouse.ingest.IngestOptions;
import org.tidemark.lakehouse.ingest.IngestReader;
import org.tidemark.lakehouse.ingest.SourceFile;
import org.tidemark.market.InstrumentId;

/**
 * One file to ingest, wherever it lies; sent to the task that reads it, which brings the settings
 * of the file systems.
 *
 * @param uri local path or object-store URI
 * @param instrument overrides what the format derives; empty text for none
 */
record FileOnDisk(String uri, Format format, String instrument) implements Serializable {

  IngestReader open(Configuration hadoop) {
    IngestOptions options = IngestOptions.none();
    if (!instrument.isEmpty()) {
      options = options.withInstrument(new InstrumentId(instrument));
    }
    return format.open(source(new Path(uri), hadoop), options);
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
   * Identity of what is ingested: the same bytes read to the same stretches are the same source. A
   * name may give instrument and day, so equal bytes alone are not.
   */
  String sourceId(Map<String, Scan.Span> spans, Configuration hadoop) {
    Path path = new Path(uri);
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (InputStream in = path.getFileSystem(hadoop).open(path)) {
        byte[] buffer = new byte[1 << 16];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          digest.update(buffer, 0, n);
        }
      }
      StringBuilder way = new StringBuilder("|" + format.name() + "|" + instrument);
      spans.forEach((name, s) -> way.append("|" + name + " " + s.first() + " " + s.last()));
      digest.update(way.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + uri, e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
