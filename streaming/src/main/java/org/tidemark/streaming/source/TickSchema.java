package org.tidemark.streaming.source;

import java.io.Serializable;
import java.nio.file.Path;
import org.tidemark.market.wire.Reason;

/**
 * How the messages of a topic carry ticks. Whatever the schema, a message becomes one line of the
 * wire format, and what is a tick is decided there; names of fields are those of the wire format.
 */
public sealed interface TickSchema extends Serializable
    permits JsonTicks, AvroTicks, ProtobufTicks {
  /**
   * A message that does not fit the schema.
   *
   * @param reason of its dead letter
   */
  record Misfit(Reason reason, String detail) implements Decoded {}

  /** A message as a line of the wire format. */
  record Line(String json) implements Decoded {}

  /** What a message holds. */
  sealed interface Decoded permits Line, Misfit {}

  /** The line in a message, or why there is none; never throws, whatever the bytes. */
  Decoded decode(byte[] message);

  /** What tells it from other schemas, in one word. */
  String id();

  /** Messages that are lines of the wire format. */
  static TickSchema json() {
    return new JsonTicks();
  }

  /**
   * Reads a schema as a user names it.
   *
   * @param text {@code json}, {@code avro:FILE.avsc} or {@code protobuf:FILE#MESSAGE}, where FILE
   *     is what {@code protoc --include_imports --descriptor_set_out} writes
   * @throws IllegalArgumentException if it is none of these, or does not carry ticks; the message
   *     shows what the wire needs and what the schema has
   */
  static TickSchema parse(String text) {
    if (text.equals("json")) {
      return json();
    }
    if (text.startsWith("avro:")) {
      return AvroTicks.read(Path.of(text.substring(5)));
    }
    int name = text.lastIndexOf('#');
    if (text.startsWith("protobuf:") && name > 9) {
      return ProtobufTicks.read(Path.of(text.substring(9, name)), text.substring(name + 1));
    }
    throw new IllegalArgumentException(
        "schema '" + text + "' must be json, avro:FILE.avsc or protobuf:FILE#MESSAGE");
  }
}
