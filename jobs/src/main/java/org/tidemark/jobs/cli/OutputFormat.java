package org.tidemark.jobs.cli;

import java.io.PrintWriter;
import java.util.Iterator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** How rows are printed. */
public enum OutputFormat {
  /** An aligned table for people. */
  table {
    @Override
    void print(Dataset<Row> rows, int limit, PrintWriter out) {
      TextTable.print(rows, limit, out);
    }
  },
  /** Comma-separated values with a header, every row. */
  csv {
    @Override
    void print(Dataset<Row> rows, int limit, PrintWriter out) {
      out.println(String.join(",", rows.columns()));
      Iterator<Row> it = rows.toLocalIterator();
      while (it.hasNext()) {
        Row row = it.next();
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
          line.append(i == 0 ? "" : ",")
              .append(row.isNullAt(i) ? "" : quoted(row.get(i).toString()));
        }
        out.println(line);
      }
    }
  },
  /** One JSON object a line, every row. */
  json {
    @Override
    void print(Dataset<Row> rows, int limit, PrintWriter out) {
      Iterator<Row> it =
          rows.select(functions.to_json(functions.struct("*")).as("json")).toLocalIterator();
      while (it.hasNext()) {
        out.println(it.next().getString(0));
      }
    }
  };

  /**
   * Prints rows.
   *
   * @param limit most rows of a table for people
   */
  abstract void print(Dataset<Row> rows, int limit, PrintWriter out);

  private static String quoted(String value) {
    return value.matches("(?s).*[\",\\n\\r].*") ? '"' + value.replace("\"", "\"\"") + '"' : value;
  }
}
