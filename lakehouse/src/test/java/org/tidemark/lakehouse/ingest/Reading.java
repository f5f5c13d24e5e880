package org.tidemark.lakehouse.ingest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.tidemark.market.MarketEvent;

/** Reads small texts through a format, for tests. */
final class Reading {
  final List<Ingested> rows = new ArrayList<>();
  final Tally tally;

  private Reading(Format format, SourceFile file, IngestOptions options) {
    try (IngestReader reader = format.open(file, options)) {
      reader.forEachRemaining(rows::add);
      tally = reader.tally();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static SourceFile file(String name, String text) {
    return SourceFile.of(
        name, () -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  static Reading of(Format format, SourceFile file, IngestOptions options) {
    return new Reading(format, file, options);
  }

  static Reading of(String format, String name, String... lines) {
    return new Reading(
        Formats.named(format), file(name, String.join("\n", lines)), IngestOptions.none());
  }

  static Reading mapped(String yaml, String name, String... lines) {
    return new Reading(
        new MappedFormat("my.yaml", yaml),
        file(name, String.join("\n", lines)),
        IngestOptions.none());
  }

  /** One word a row: its reason, or OK. */
  List<String> verdicts() {
    return rows.stream()
        .map(row -> row instanceof Rejected rejected ? rejected.reason().name() : "OK")
        .toList();
  }

  List<MarketEvent> events() {
    return rows.stream()
        .filter(Accepted.class::isInstance)
        .map(row -> ((Accepted) row).event())
        .toList();
  }

  Rejected rejected(int row) {
    return (Rejected) rows.get(row);
  }
}
