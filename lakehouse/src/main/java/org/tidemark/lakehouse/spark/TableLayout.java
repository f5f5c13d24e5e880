package org.tidemark.lakehouse.spark;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.tidemark.lakehouse.Column;
import org.tidemark.lakehouse.ColumnType;
import org.tidemark.lakehouse.Table;

/** How a new table keeps its files: the properties that it is created with. */
final class TableLayout {
  private static final String MICRO_BATCH = "batch_id";

  /** Columns that rise with the log: files are skipped by them. */
  private static final List<String> RISING = List.of("event_time_nanos", "offset", MICRO_BATCH);

  /** Columns in which hardly a value comes twice. */
  private static final List<String> UNIQUE =
      List.of(
          "event_time", "event_time_nanos", "offset", "open_time_nanos", "source_offset", "wire");

  private static final List<String> BULKY = List.of("detail", "raw", "wire");

  private TableLayout() {}

  static Map<String, String> properties(Table table) {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("delta.enableDeletionVectors", "false");
    properties.put("delta.dataSkippingStatsColumns", statistics(table));
    if (table.columnNames().contains(MICRO_BATCH)) {
      // A checkpoint takes longer than a small micro-batch, and the tables of a query come to
      // theirs in the same one. To read 200 commits takes no longer than to read a checkpoint.
      properties.put("delta.checkpointInterval", "200");
    }
    for (Column column : table.columns()) {
      if (column.type() == ColumnType.FLOAT || UNIQUE.contains(column.name())) {
        // Hardly a value comes twice: a dictionary would be built, then thrown away.
        properties.put("parquet.enable.dictionary#" + column.name(), "false");
      }
    }
    for (var check : table.checks()) {
      properties.put("delta.constraints." + check.name(), check.sql());
    }
    return properties;
  }

  /** Texts and bytes that nobody looks for: their ranges cost more than they help. */
  static List<String> bulky(Table table) {
    return table.columns().stream()
        .filter(c -> c.type() == ColumnType.BINARY || BULKY.contains(c.name()))
        .map(Column::name)
        .toList();
  }

  /**
   * Files are skipped by keys, time, offset and micro-batch; statistics on floats cost and help
   * not.
   */
  private static String statistics(Table table) {
    return table.columns().stream()
        .filter(c -> table.key().contains(c.name()) || RISING.contains(c.name()))
        .filter(c -> c.type() != ColumnType.BOOLEAN)
        .map(Column::name)
        .collect(Collectors.joining(","));
  }
}
