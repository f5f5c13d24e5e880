package org.tidemark.lakehouse.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;

/**
 * The format that a user's mapping file declares, for CSV and JSON lines here and, row by row, for
 * any other container (Parquet). Sent to other machines as its YAML text.
 *
 * @param name the mapping file's name
 * @param yaml its content; checked on construction
 */
public record MappedFormat(String name, String yaml) implements RowFormat {
  private static final int MAX_YAML = 1 << 20;

  public MappedFormat {
    MappingYaml.parse(name, yaml);
  }

  static MappedFormat read(SourceFile file) {
    try (InputStream in = file.open()) {
      byte[] bytes = in.readNBytes(MAX_YAML + 1);
      if (bytes.length > MAX_YAML) {
        throw new IngestException(file.name() + " is larger than 1 MiB; is it a mapping file?");
      }
      return new MappedFormat(file.name(), new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IngestException(file.name() + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** The content declares how to read, whatever the mapping file is called. */
  @Override
  public String identity() {
    return yaml;
  }

  @Override
  public String describe() {
    return "the columns, units and times that " + name + " declares";
  }

  @Override
  public Set<String> sourceColumns() {
    return mapping().sourceColumns();
  }

  @Override
  public IngestReader open(SourceFile file, IngestOptions options) {
    Mapping mapping = mapping();
    String plain = file.name().toLowerCase(Locale.ROOT).replaceAll("\\.gz$", "");
    MappedRow row = new MappedRow(mapping, options);
    try {
      return switch (plain.substring(plain.lastIndexOf('.') + 1)) {
        case "csv", "tsv", "txt" ->
            IngestReader.of(file.name(), new CsvRows(file, mapping), row::parse);
        case "json", "jsonl", "ndjson" ->
            IngestReader.of(file.name(), new JsonRows(file), row::parse);
        case "parquet" ->
            throw new IngestException(
                file.name() + " is packed or not at hand as rows; give the plain .parquet file");
        default ->
            throw new IngestException(
                file.name() + " must end in .csv, .tsv, .txt, .json, .jsonl, .ndjson or .parquet");
      };
    } catch (IOException e) {
      throw new IngestException(file.name() + " cannot be opened: " + e.getMessage(), e);
    }
  }

  @Override
  public IngestReader rows(String file, Iterator<FieldRow> rows, IngestOptions options) {
    MappedRow row = new MappedRow(mapping(), options);
    return IngestReader.of(file, new FieldRows(rows), row::parse);
  }

  private Mapping mapping() {
    return MappingYaml.parse(name, yaml);
  }
}
