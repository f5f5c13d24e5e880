package org.tidemark.jobs.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Rows as an aligned table for people; long values are cut. */
final class TextTable {
  private static final int WIDEST = 90;

  private TextTable() {}

  /** Prints at most {@code limit} rows and says when there are more. */
  static void print(Dataset<Row> rows, int limit, PrintWriter out) {
    List<Row> found = rows.limit(limit + 1).collectAsList();
    List<String[]> lines = new ArrayList<>();
    lines.add(rows.columns());
    for (Row row : found.subList(0, Math.min(limit, found.size()))) {
      String[] cells = new String[row.size()];
      for (int i = 0; i < cells.length; i++) {
        cells[i] = row.isNullAt(i) ? "" : cut(row.get(i).toString());
      }
      lines.add(cells);
    }
    print(lines, out);
    out.println(
        found.size() > limit
            ? "the first " + limit + " rows; --limit N shows more"
            : found.size() + (found.size() == 1 ? " row" : " rows"));
  }

  /** Prints all rows under a header. */
  static void print(String[] header, List<String[]> rows, PrintWriter out) {
    List<String[]> lines = new ArrayList<>();
    lines.add(header);
    rows.forEach(r -> lines.add(Arrays.stream(r).map(TextTable::cut).toArray(String[]::new)));
    print(lines, out);
  }

  private static void print(List<String[]> lines, PrintWriter out) {
    int[] widths = new int[lines.get(0).length];
    for (String[] cells : lines) {
      for (int i = 0; i < cells.length; i++) {
        widths[i] = Math.max(widths[i], cells[i].length());
      }
    }
    for (int n = 0; n < lines.size(); n++) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        text.append(i == 0 ? "" : "  ").append(lines.get(n)[i]);
        text.append(" ".repeat(widths[i] - lines.get(n)[i].length()));
      }
      out.println(text.toString().stripTrailing());
      if (n == 0) {
        StringBuilder rule = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
          rule.append(i == 0 ? "" : "  ").append("-".repeat(widths[i]));
        }
        out.println(rule);
      }
    }
  }

  private static String cut(String value) {
    String line = value.replace('\n', ' ');
    return line.length() <= WIDEST ? line : line.substring(0, WIDEST - 3) + "...";
  }
}
