package org.tidemark.streaming.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.market.Aggressor;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.Trade;
import org.tidemark.market.wire.Parsed;
import org.tidemark.market.wire.Reason;
import org.tidemark.market.wire.WireReader;

class TickSchemaTest {
  private static final Trade TRADE =
      new Trade(new InstrumentId("BTC/USD"), 7, 1_700_000_000L, 966.61, 0.1, Aggressor.SELL);
  private static final String TRADE_AVSC =
      """
      {"type":"record","name":"Trade","namespace":"market","fields":[
       {"name":"instrument","type":"string"},{"name":"offset","type":"long"},
       {"name":"eventTimeNanos","type":"long"},
       {"name":"price","type":["null",{"type":"bytes","logicalType":"decimal","precision":20,"scale":4}]},
       {"name":"size","type":"double"},
       {"name":"aggressor","type":{"type":"enum","name":"Side","symbols":["BUY","SELL","UNKNOWN"]}}]}
      """;

  @TempDir Path folder;

  private static byte[] avro(Schema schema) {
    GenericRecord record = new GenericData.Record(schema);
    record.put("instrument", "BTC/USD");
    record.put("offset", 7L);
    record.put("eventTimeNanos", 1_700_000_000L);
    record.put("price", ByteBuffer.wrap(new BigDecimal("966.6100").unscaledValue().toByteArray()));
    record.put("size", 0.1);
    record.put(
        "aggressor", new GenericData.EnumSymbol(schema.getField("aggressor").schema(), "SELL"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    try {
      new GenericDatumWriter<GenericRecord>(schema).write(record, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static void givesTheTrade(TickSchema schema, byte[] message) {
    assertThat(schema.decode(message))
        .isInstanceOfSatisfying(
            TickSchema.Line.class,
            line -> assertThat(WireReader.read(line.json())).isEqualTo(new Parsed(TRADE)));
  }

  private static void misfits(TickSchema schema, byte[] message, String... words) {
    assertThat(schema.decode(message))
        .isInstanceOfSatisfying(
            TickSchema.Misfit.class,
            misfit -> {
              assertThat(misfit.reason()).isEqualTo(Reason.SCHEMA_MISMATCH);
              assertThat(misfit.detail()).contains(words);
            });
  }

  private TickSchema avroSchema(String text) throws IOException {
    return TickSchema.parse("avro:" + Files.writeString(folder.resolve("a.avsc"), text));
  }

  @Test
  void anAvroRecordIsATick() throws IOException {
    TickSchema schema = avroSchema(TRADE_AVSC);
    byte[] message = avro(new Schema.Parser().parse(TRADE_AVSC));
    givesTheTrade(schema, message);
    misfits(schema, Arrays.copyOf(message, message.length - 1), "market.Trade");
    misfits(schema, Arrays.copyOf(message, message.length + 1), "bytes follow the record");
    misfits(schema, new byte[0], "0 bytes");
    byte[] framed = new byte[message.length + 5];
    System.arraycopy(message, 0, framed, 5, message.length);
    misfits(schema, framed, "schema registry");
    misfits(schema, "{\"type\":\"trade\"}".getBytes(StandardCharsets.UTF_8), "no record");
  }

  /** Five bytes that claim gigabytes, a block of items that take no room, and any other bytes. */
  @Test
  void noBytesTakeTheProcessWithThem() throws IOException {
    String wide =
        TRADE_AVSC.replace(
            "]}\n",
            """
            ,{"name":"nulls","type":{"type":"array","items":"null"}},
             {"name":"tags","type":{"type":"map","values":"bytes"}},
             {"name":"more","type":["null","Trade"]}]}
            """);
    for (String text : List.of(TRADE_AVSC, wide)) {
      TickSchema schema = avroSchema(text);
      Schema parsed = new Schema.Parser().parse(text);
      for (long length : new long[] {Integer.MAX_VALUE - 20, Long.MAX_VALUE, -5}) {
        misfits(schema, written(out -> out.writeLong(length)), "a length of " + length);
      }
      SplittableRandom random = new SplittableRandom(5);
      byte[] good = message(parsed);
      givesTheTrade(schema, good);
      for (int i = 0; i < 20_000; i++) {
        byte[] bad = Arrays.copyOf(good, random.nextInt(good.length + 9));
        for (int flips = random.nextInt(4); flips >= 0 && bad.length > 0; flips--) {
          bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
        }
        assertThat(schema.decode(bad)).isNotNull();
      }
    }
    TickSchema schema = avroSchema(wide);
    byte[] start = avro(new Schema.Parser().parse(TRADE_AVSC));
    byte[] nulls = written(out -> out.writeLong(1L << 30));
    byte[] both = Arrays.copyOf(start, start.length + nulls.length);
    System.arraycopy(nulls, 0, both, start.length, nulls.length);
    misfits(schema, both, "a length of 1073741824");
    byte[] deep = new byte[200_000 * (start.length + 3)];
    for (int at = 0; at < deep.length; at += start.length + 3) {
      System.arraycopy(start, 0, deep, at, start.length);
      deep[at + start.length + 2] = 2; // no nulls, no tags, and one more record
    }
    misfits(schema, deep, "market.Trade");
  }

  private interface Writing {
    void to(BinaryEncoder out) throws IOException;
  }

  private static byte[] written(Writing what) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    what.to(encoder);
    encoder.flush();
    return out.toByteArray();
  }

  /** The trade, and nothing in fields that no tick has. */
  private static byte[] message(Schema schema) {
    byte[] trade = avro(new Schema.Parser().parse(TRADE_AVSC));
    return Arrays.copyOf(trade, trade.length + schema.getFields().size() - 6);
  }

  @Test
  void aSchemaWithoutTicksIsRefusedWithBothSides() {
    assertThatThrownBy(() -> avroSchema(TRADE_AVSC.replace("\"offset\"", "\"seq\"")))
        .hasMessageContaining("Needed: instrument, offset, eventTimeNanos")
        .hasMessageContaining("Record Trade has: instrument string, seq long")
        .hasMessageContaining("price null|decimal");
    assertThatThrownBy(() -> avroSchema(TRADE_AVSC.replace("\"Trade\"", "\"Rumour\"")))
        .hasMessageContaining("Record Rumour has");
    assertThatThrownBy(() -> avroSchema("{")).hasMessageContaining("no Avro schema");
    assertThatThrownBy(() -> TickSchema.parse("xml")).hasMessageContaining("must be json, avro:");
    assertThatThrownBy(() -> TickSchema.parse("avro:" + folder.resolve("none")))
        .hasMessageContaining("cannot be read");
  }

  private static FileDescriptorProto file(Type offset) {
    DescriptorProto.Builder trade = DescriptorProto.newBuilder().setName("Trade");
    String[] names = {"instrument", "offset", "event_time_nanos", "price", "size", "aggressor"};
    Type[] types = {
      Type.TYPE_STRING,
      offset,
      Type.TYPE_INT64,
      Type.TYPE_STRING,
      Type.TYPE_DOUBLE,
      Type.TYPE_STRING
    };
    for (int i = 0; i < names.length; i++) {
      trade.addField(
          FieldDescriptorProto.newBuilder()
              .setName(names[i])
              .setNumber(i + 1)
              .setType(types[i])
              .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL));
    }
    return FileDescriptorProto.newBuilder()
        .setName("t.proto")
        .setPackage("market")
        .setSyntax("proto3")
        .addMessageType(trade)
        .build();
  }

  @Test
  void aProtobufMessageIsATick() throws Exception {
    FileDescriptorProto proto = file(Type.TYPE_INT64);
    Path set = folder.resolve("set.desc");
    Files.write(set, FileDescriptorSet.newBuilder().addFile(proto).build().toByteArray());
    TickSchema schema = TickSchema.parse("protobuf:" + set + "#market.Trade");
    var type =
        FileDescriptor.buildFrom(proto, new FileDescriptor[0]).findMessageTypeByName("Trade");
    DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
    Object[] values = {"BTC/USD", 7L, 1_700_000_000L, "966.61", 0.1, "SELL"};
    for (int i = 0; i < values.length; i++) {
      message.setField(type.getFields().get(i), values[i]);
    }
    byte[] bytes = message.build().toByteArray();
    givesTheTrade(schema, bytes);
    misfits(schema, Arrays.copyOf(bytes, bytes.length - 1), "market.Trade");
    misfits(schema, new byte[] {(byte) 0x98, 6, 1}, "fields [99] are not in the schema");
    assertThatThrownBy(() -> TickSchema.parse("protobuf:" + set + "#market.Quote"))
        .hasMessageContaining("no message market.Quote but [market.Trade]");
    FileDescriptorProto other =
        proto.toBuilder()
            .setMessageType(
                0, proto.getMessageType(0).toBuilder().removeField(1).setName("Trade").build())
            .build();
    ByteString without = FileDescriptorSet.newBuilder().addFile(other).build().toByteString();
    assertThatThrownBy(() -> new ProtobufTicks(without, "market.Trade"))
        .hasMessageContaining("Record Trade has: instrument string, eventTimeNanos int64");
  }

  @Test
  void settingsOfSecurityReachReaderAndClientAndAreNotShown() {
    Map<String, String> given =
        Map.of(
            "security.protocol",
            "SASL_SSL",
            "kafka.sasl.jaas.config",
            "secret",
            "minPartitions",
            "2");
    KafkaTopic topic = new KafkaTopic(KafkaAddress.parse("kafka://h:1/t"), given);
    assertThat(topic.options())
        .containsEntry("kafka.security.protocol", "SASL_SSL")
        .containsEntry("kafka.sasl.jaas.config", "secret")
        .containsEntry("minPartitions", "2");
    assertThat(topic.toString()).contains("kafka.sasl.jaas.config").doesNotContain("secret");
    assertThat(KafkaOptions.ofClient(given)).containsEntry("sasl.jaas.config", "secret");
    assertThatThrownBy(() -> KafkaOptions.ofReader(Map.of("ssl.a", "1", "kafka.ssl.a", "2")))
        .hasMessageContaining("given twice");
  }
}
