package org.tidemark.streaming.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.tidemark.market.wire.Reason;
import org.tidemark.models.onnx.Sha256;

/**
 * Messages that are one Avro record in binary encoding, written with this very schema and nothing
 * before or after it. Prices may be strings, doubles or decimals; a null is an absent field.
 *
 * @param schema as JSON
 */
record AvroTicks(String schema) implements TickSchema {
  /** The schemas of this JVM, each parsed once. */
  private static final Map<String, Schema> PARSED = new ConcurrentHashMap<>();

  AvroTicks {
    Schema parsed = parse(schema);
    if (parsed.getType() != Schema.Type.RECORD) {
      throw new IllegalArgumentException(
          "the Avro schema must be a record, not " + parsed.getType());
    }
    Map<String, String> fields = new LinkedHashMap<>();
    for (Schema.Field field : parsed.getFields()) {
      fields.put(field.name(), described(field.schema()));
    }
    FlatFields.check("the Avro schema", parsed.getName(), fields);
  }

  static AvroTicks read(Path file) {
    try {
      return new AvroTicks(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException("Avro schema " + file + " cannot be read", e);
    }
  }

  private static Schema parse(String text) {
    try {
      return new Schema.Parser().parse(text);
    } catch (SchemaParseException e) {
      throw new IllegalArgumentException("no Avro schema: " + e.getMessage(), e);
    }
  }

  private static String described(Schema schema) {
    return switch (schema.getType()) {
      case UNION -> String.join("|", schema.getTypes().stream().map(AvroTicks::described).toList());
      case RECORD, ENUM, FIXED -> schema.getName();
      default ->
          schema.getLogicalType() == null
              ? schema.getType().getName()
              : schema.getLogicalType().getName();
    };
  }

  @Override
  public String id() {
    return "avro:" + Sha256.of(schema.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public Decoded decode(byte[] message) {
    Schema parsed = PARSED.computeIfAbsent(schema, AvroTicks::parse);
    try {
      BoundedDecoder in = new BoundedDecoder(message);
      GenericRecord found = new GenericDatumReader<GenericRecord>(parsed).read(null, in);
      if (!in.isEnd()) {
        return misfit(parsed, message, "bytes follow the record");
      }
      Map<String, Object> values = new LinkedHashMap<>();
      for (Schema.Field field : parsed.getFields()) {
        Object value = found.get(field.pos());
        if (value != null) {
          plain(field.schema(), value).ifPresent(known -> values.put(field.name(), known));
        }
      }
      return new Line(FlatFields.json(parsed.getName(), values));
    } catch (IOException | RuntimeException | StackOverflowError e) { // records in records
      return misfit(parsed, message, String.valueOf(e.getMessage()));
    }
  }

  private static Misfit misfit(Schema schema, byte[] message, String problem) {
    String framed =
        message.length > 5 && message[0] == 0
            ? "; it may begin with the five bytes of a schema registry, which must not be there"
            : "";
    return new Misfit(
        Reason.SCHEMA_MISMATCH,
        message.length
            + " bytes are no record "
            + schema.getFullName()
            + " of Avro: "
            + problem
            + framed);
  }

  /** A value as the wire has it; empty for bytes that are no decimal, which no tick has. */
  private static Optional<Object> plain(Schema schema, Object value) {
    if (value instanceof ByteBuffer bytes) {
      byte[] unscaled = new byte[bytes.remaining()];
      bytes.duplicate().get(unscaled);
      return decimal(schema).map(of -> new BigDecimal(new BigInteger(unscaled), of.getScale()));
    }
    return Optional.of(value);
  }

  /** The decimal among the branches of a field. */
  private static Optional<LogicalTypes.Decimal> decimal(Schema schema) {
    if (schema.getType() == Schema.Type.UNION) {
      return schema.getTypes().stream()
          .filter(branch -> branch.getType() == Schema.Type.BYTES)
          .findFirst()
          .flatMap(AvroTicks::decimal);
    }
    return schema.getLogicalType() instanceof LogicalTypes.Decimal decimal
        ? Optional.of(decimal)
        : Optional.empty();
  }
}
