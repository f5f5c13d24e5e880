package org.tidemark.streaming.source;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.tidemark.market.wire.Reason;
import org.tidemark.models.onnx.Sha256;

/**
 * Messages that are one Protocol Buffers message of a descriptor set. Fields that the sender does
 * not set are absent where the schema can tell, else they have their default. A message with a
 * field that the schema does not know is of another schema.
 *
 * @param descriptors bytes of a {@code FileDescriptorSet} with all imports
 * @param message full name, for example {@code market.Trade}
 */
record ProtobufTicks(ByteString descriptors, String message) implements TickSchema {
  private static final Map<ProtobufTicks, Descriptor> PARSED = new ConcurrentHashMap<>();

  ProtobufTicks {
    Descriptor found = descriptor(descriptors, message);
    Map<String, String> fields = new LinkedHashMap<>();
    for (FieldDescriptor field : found.getFields()) {
      String type = field.getType().name().toLowerCase(java.util.Locale.ROOT);
      fields.put(field.getJsonName(), field.isRepeated() ? "repeated " + type : type);
    }
    FlatFields.check("the Protobuf message", found.getName(), fields);
  }

  static ProtobufTicks read(Path file, String message) {
    try {
      return new ProtobufTicks(ByteString.copyFrom(Files.readAllBytes(file)), message);
    } catch (IOException e) {
      throw new UncheckedIOException("descriptor set " + file + " cannot be read", e);
    }
  }

  private static Descriptor descriptor(ByteString bytes, String message) {
    try {
      Map<String, FileDescriptorProto> files = new LinkedHashMap<>();
      FileDescriptorSet.parseFrom(bytes).getFileList().forEach(f -> files.put(f.getName(), f));
      Map<String, FileDescriptor> built = new HashMap<>();
      Map<String, Descriptor> messages = new LinkedHashMap<>();
      for (String file : files.keySet()) {
        for (Descriptor type : build(file, files, built).getMessageTypes()) {
          messages.put(type.getFullName(), type);
        }
      }
      if (!messages.containsKey(message)) {
        throw new IllegalArgumentException(
            "the descriptor set has no message " + message + " but " + messages.keySet());
      }
      return messages.get(message);
    } catch (InvalidProtocolBufferException | Descriptors.DescriptorValidationException e) {
      throw new IllegalArgumentException(
          "no descriptor set of protoc --include_imports --descriptor_set_out: " + e.getMessage(),
          e);
    }
  }

  private static FileDescriptor build(
      String name, Map<String, FileDescriptorProto> files, Map<String, FileDescriptor> built)
      throws Descriptors.DescriptorValidationException {
    if (!built.containsKey(name)) {
      FileDescriptorProto file = files.get(name);
      if (file == null) {
        throw new IllegalArgumentException(
            "the descriptor set lacks " + name + "; --include_imports");
      }
      FileDescriptor[] imports = new FileDescriptor[file.getDependencyCount()];
      for (int i = 0; i < imports.length; i++) {
        imports[i] = build(file.getDependency(i), files, built);
      }
      built.put(name, FileDescriptor.buildFrom(file, imports));
    }
    return built.get(name);
  }

  @Override
  public String id() {
    return "protobuf:" + message + ":" + Sha256.of(descriptors.toByteArray());
  }

  @Override
  public Decoded decode(byte[] bytes) {
    Descriptor type =
        PARSED.computeIfAbsent(this, schema -> descriptor(schema.descriptors, schema.message));
    try {
      DynamicMessage found = DynamicMessage.parseFrom(type, bytes);
      if (!found.getUnknownFields().asMap().isEmpty()) {
        return misfit(
            bytes,
            "fields " + found.getUnknownFields().asMap().keySet() + " are not in the schema");
      }
      Map<String, Object> values = new LinkedHashMap<>();
      for (FieldDescriptor field : type.getFields()) {
        if (field.isRepeated() || field.hasPresence() && !found.hasField(field)) {
          continue;
        }
        Object value = found.getField(field);
        values.put(
            field.getJsonName(),
            value instanceof Descriptors.EnumValueDescriptor constant ? constant.getName() : value);
      }
      return new Line(FlatFields.json(type.getName(), values));
    } catch (InvalidProtocolBufferException | RuntimeException e) {
      return misfit(bytes, String.valueOf(e.getMessage()));
    }
  }

  private Misfit misfit(byte[] bytes, String problem) {
    return new Misfit(
        Reason.SCHEMA_MISMATCH,
        bytes.length + " bytes are no message " + message + " of Protobuf: " + problem);
  }
}
