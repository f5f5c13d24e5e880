package org.tidemark.lakehouse.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.slice;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.tidemark.lakehouse.ingest.FieldRow;
import org.tidemark.lakehouse.ingest.IngestException;
import org.tidemark.lakehouse.ingest.IngestOptions;
import org.tidemark.lakehouse.ingest.IngestReader;
import org.tidemark.lakehouse.ingest.RowFormat;
import scala.collection.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Reads a Parquet file through Spark and hands its rows to their mapping in file order. */
public final class MappedParquet {
  private static final String ROW_INDEX = "__row_index";
  private static final JsonFactory JSON = new JsonFactory();
  private static final Pattern ELEMENT = Pattern.compile("(.+)\\.(\\d{1,4})");
  private static final Pattern FINITE = Pattern.compile("-?[0-9][-+.0-9E]*");

  private MappedParquet() {}

  /**
   * The mapped columns of one file as one partition in file order. Spark may read the pieces of a
   * file in any order, so the rows are sorted by their index in the file; the sort spills to disk.
   *
   * <p>A column of timestamps in nanoseconds, which pandas writes and Spark has no type for, is a
   * column of integers: its mapping says {@code time: {unit: ns}}.
   *
   * @param file one Parquet file
   */
  public static Dataset<Row> rows(SparkSession spark, String file, RowFormat format) {
    SparkSession reading = spark.newSession();
    reading.conf().set("spark.sql.legacy.parquet.nanosAsLong", "true");
    // A name with a bracket would be a pattern, which another file may fit.
    Dataset<Row> source = reading.read().option("__globPaths__", "false").parquet(file);
    List<String> present = Arrays.asList(source.columns());
    List<Column> columns = new ArrayList<>();
    Map<String, Integer> lists = new LinkedHashMap<>();
    for (String name : format.sourceColumns()) {
      Matcher element = ELEMENT.matcher(name);
      if (present.contains(name)) {
        columns.add(quoted(name));
      } else if (element.matches()
          && present.contains(element.group(1))
          && source.schema().apply(element.group(1)).dataType() instanceof ArrayType) {
        lists.merge(element.group(1), Integer.parseInt(element.group(2)) + 1, Math::max);
      } else {
        throw new IngestException(file + " has no column '" + name + "'; it has " + present);
      }
    }
    // Of a list only as many elements as are asked for: a book may hold a thousand levels.
    lists.forEach((name, count) -> columns.add(slice(quoted(name), 1, count).as(name)));
    columns.add(col("_metadata.row_index").as(ROW_INDEX));
    return source
        .select(columns.toArray(new Column[0]))
        .coalesce(1)
        .sortWithinPartitions(ROW_INDEX);
  }

  private static Column quoted(String name) {
    return col("`" + name.replace("`", "``") + "`");
  }

  /**
   * Reads the rows of {@link #rows}, on the driver ({@code toLocalIterator}) or inside a task
   * ({@code mapPartitions}); lines are row numbers from 1.
   */
  public static IngestReader reader(
      String file, Iterator<Row> rows, RowFormat format, IngestOptions options) {
    return format.rows(
        file.substring(file.lastIndexOf('/') + 1),
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return rows.hasNext();
          }

          @Override
          public FieldRow next() {
            return new Fields(rows.next());
          }
        },
        options);
  }

  private record Fields(Row row) implements FieldRow {
    @Override
    public Optional<String> text(String column) {
      if (Arrays.asList(row.schema().fieldNames()).contains(column)) {
        return Optional.ofNullable(row.get(row.fieldIndex(column))).map(Fields::text);
      }
      int dot = column.lastIndexOf('.');
      int list = row.fieldIndex(column.substring(0, dot));
      int at = Integer.parseInt(column.substring(dot + 1));
      return row.isNullAt(list) || at >= row.getList(list).size()
          ? Optional.empty()
          : Optional.ofNullable(row.getList(list).get(at)).map(Fields::text);
    }

    /** Decimal texts of numbers and ISO 8601 texts of times, both exact. */
    private static String text(Object value) {
      if (value instanceof BigDecimal number) {
        return number.toPlainString();
      }
      if (value instanceof Timestamp time) {
        return time.toInstant().toString();
      }
      if (value instanceof Instant time) {
        return time.toString();
      }
      return value.toString();
    }

    @Override
    public long line() {
      return row.<Long>getAs(ROW_INDEX) + 1;
    }

    /** The mapped columns as a JSON line that the same mapping reads in the same way. */
    @Override
    public String raw() {
      StringWriter line = new StringWriter();
      try (JsonGenerator json = JSON.createGenerator(line)) {
        json.writeStartObject();
        for (String name : row.schema().fieldNames()) {
          if (!name.equals(ROW_INDEX)) {
            json.writeFieldName(name);
            write(Optional.ofNullable(row.get(row.fieldIndex(name))), json);
          }
        }
        json.writeEndObject();
      } catch (IOException e) {
        throw new UncheckedIOException("writing to memory", e);
      }
      return line.toString();
    }

    private static void write(Optional<Object> value, JsonGenerator json) throws IOException {
      if (value.isEmpty()) {
        json.writeNull();
      } else if (value.get() instanceof Seq<?> list) {
        json.writeStartArray();
        for (Object element : CollectionConverters.asJava(list)) {
          write(Optional.ofNullable(element), json);
        }
        json.writeEndArray();
      } else if (value.get() instanceof Number && FINITE.matcher(text(value.get())).matches()) {
        json.writeNumber(text(value.get()));
      } else {
        json.writeString(text(value.get()));
      }
    }
  }
}
