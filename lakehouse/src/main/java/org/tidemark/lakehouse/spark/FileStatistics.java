package org.tidemark.lakehouse.spark;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * What Delta keeps of a file to skip it by: number of rows, and of some columns the nulls, and the
 * least and greatest value where they are integers or text. Delta shortens long texts; here they
 * are whole, which bounds them as well.
 */
final class FileStatistics {
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
    return type.equals(DataTypes.StringType) ? new Texts(name, place) : new Nulls(name, place);
  }

  void add(InternalRow row) {
    rows++;
    for (Measured column : columns) {
      column.add(row);
    }
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
  private abstract static class Measured {
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

  private static final class Nulls extends Measured {
    Nulls(String name, int place) {
      super(name, place);
    }

    @Override
    void take(InternalRow row) {}

    @Override
    void writeLeast(JsonGenerator json) {}

    @Override
    void writeGreatest(JsonGenerator json) {}
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
    private UTF8String least;
    private UTF8String greatest;

    Texts(String name, int place) {
      super(name, place);
    }

    @Override
    void take(InternalRow row) {
      UTF8String value = row.getUTF8String(place);
      if (least == null) {
        least = value.clone();
        greatest = least;
      } else if (value.binaryCompare(least) < 0) {
        least = value.clone();
      } else if (value.binaryCompare(greatest) > 0) {
        greatest = value.clone();
      }
    }

    @Override
    void writeLeast(JsonGenerator json) throws IOException {
      if (least != null) {
        json.writeStringField(name, least.toString());
      }
    }

    @Override
    void writeGreatest(JsonGenerator json) throws IOException {
      if (greatest != null) {
        json.writeStringField(name, greatest.toString());
      }
    }
  }
}
