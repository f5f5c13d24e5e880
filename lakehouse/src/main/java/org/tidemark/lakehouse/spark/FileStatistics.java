package org.tidemark.lakehouse.spark;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * What Delta keeps of a file to skip it by: number of rows, and of some columns the nulls, and the
 * least and greatest value. Delta shortens long texts; here they are whole, which bounds them as
 * well.
 */
final class FileStatistics {
  /** Types of columns that can be measured. */
  static final List<DataType> MEASURED = List.of(DataTypes.LongType, DataTypes.StringType);

  private static final JsonFactory JSON = new JsonFactory();

  private final Measured[] columns;
  private long rows;

  FileStatistics(StructType schema, List<Integer> measured) {
    columns =
        measured.stream()
            .map(i -> measured(schema.fields()[i].name(), i, schema.fields()[i].dataType()))
            .toArray(Measured[]::new);
  }

  private static Measured measured(String name, int place, DataType type) {
    if (type.equals(DataTypes.LongType)) {
      return new Longs(name, place);
    }
    if (type.equals(DataTypes.StringType)) {
      return new Texts(name, place);
    }
    // To read a value as another type than it has reads memory that is not the row's.
    throw new IllegalArgumentException(
        "column " + name + " is " + type.sql() + "; statistics are kept of " + MEASURED);
  }

  void add(InternalRow row) {
    rows++;
    for (Measured column : columns) {
      column.add(row);
    }
  }

  long rows() {
    return rows;
  }

  /** As Delta's commits have it. */
  String json() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeNumberField("numRecords", rows);
      json.writeObjectFieldStart("minValues");
      for (Measured column : columns) {
        column.writeLeast(json);
      }
      json.writeEndObject();
      json.writeObjectFieldStart("maxValues");
      for (Measured column : columns) {
        column.writeGreatest(json);
      }
      json.writeEndObject();
      json.writeObjectFieldStart("nullCount");
      for (Measured column : columns) {
        json.writeNumberField(column.name, column.nulls);
      }
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** One column. */
  private abstract static sealed class Measured permits Longs, Texts {
    final String name;
    final int place;
    long nulls;

    Measured(String name, int place) {
      this.name = name;
      this.place = place;
    }

    final void add(InternalRow row) {
      if (row.isNullAt(place)) {
        nulls++;
      } else {
        take(row);
      }
    }

    abstract void take(InternalRow row);

    abstract void writeLeast(JsonGenerator json) throws IOException;

    abstract void writeGreatest(JsonGenerator json) throws IOException;
  }

  private static final class Longs extends Measured {
    private long least = Long.MAX_VALUE;
    private long greatest = Long.MIN_VALUE;

    Longs(String name, int place) {
      super(name, place);
    }

    @Override
    void take(InternalRow row) {
      long value = row.getLong(place);
      least = Math.min(least, value);
      greatest = Math.max(greatest, value);
    }

    @Override
    void writeLeast(JsonGenerator json) throws IOException {
      if (least <= greatest) {
        json.writeNumberField(name, least);
      }
    }

    @Override
    void writeGreatest(JsonGenerator json) throws IOException {
      if (least <= greatest) {
        json.writeNumberField(name, greatest);
      }
    }
  }

  /** In the order of their bytes, which is that of their code points. */
  private static final class Texts extends Measured {
    private Optional<Range> range = Optional.empty();

    Texts(String name, int place) {
      super(name, place);
    }

    @Override
    void take(InternalRow row) {
      UTF8String value = row.getUTF8String(place);
      if (range.isEmpty()) {
        UTF8String first = value.clone(); // the row belongs to the one who gave it
        range = Optional.of(new Range(first, first));
      } else if (value.binaryCompare(range.get().least()) < 0) {
        range = Optional.of(new Range(value.clone(), range.get().greatest()));
      } else if (value.binaryCompare(range.get().greatest()) > 0) {
        range = Optional.of(new Range(range.get().least(), value.clone()));
      }
    }

    @Override
    void writeLeast(JsonGenerator json) throws IOException {
      if (range.isPresent()) {
        json.writeStringField(name, range.get().least().toString());
      }
    }

    @Override
    void writeGreatest(JsonGenerator json) throws IOException {
      if (range.isPresent()) {
        json.writeStringField(name, range.get().greatest().toString());
      }
    }

    private record Range(UTF8String least, UTF8String greatest) {}
  }
}
