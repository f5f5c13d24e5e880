package org.tidemark.jobs.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.lakehouse.ingest.Format;
import org.tidemark.lakehouse.ingest.Formats;
import org.tidemark.lakehouse.ingest.SourceFile;

/** The files to ingest. */
public record IngestArgs(List<FileOnDisk> files) {
  public IngestArgs {
    files = List.copyOf(files);
  }

  /**
   * Files of one format.
   *
   * @param format built-in name or a mapping file
   * @param instrument override, empty text for none
   * @param uris files, in the order to ingest
   */
  public static IngestArgs of(String format, String instrument, List<String> uris) {
    Format parsed =
        Formats.isMapping(format)
            ? Formats.mapping(SourceFile.of(java.nio.file.Path.of(format)))
            : Formats.named(format);
    return new IngestArgs(
        uris.stream().map(uri -> new FileOnDisk(uri, parsed, instrument)).toList());
  }

  /** The sources that a nightly configuration names: {@code format[:instrument]=glob}. */
  public static IngestArgs of(NightlyConfig config, Configuration hadoop) {
    List<FileOnDisk> files = new ArrayList<>();
    for (Map.Entry<String, String> source : config.sources().entrySet()) {
      String[] pair = source.getValue().split("=", 2);
      if (pair.length != 2) {
        throw new IllegalArgumentException(
            "source."
                + source.getKey()
                + " = '"
                + source.getValue()
                + "' must read format[:instrument]=path");
      }
      String[] format = pair[0].split(":", 2);
      files.addAll(
          of(format[0], format.length > 1 ? format[1] : "", Globs.expand(pair[1], hadoop)).files());
    }
    return new IngestArgs(files);
  }
}
