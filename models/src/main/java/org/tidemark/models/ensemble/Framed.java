package org.tidemark.models.ensemble;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Native bytes of a model that is made of others: the length of a text, the text, the number of
 * parts, and the length and bytes of each.
 */
record Framed(String text, List<byte[]> parts) {
  byte[] bytes() {
    byte[] words = text.getBytes(StandardCharsets.UTF_8);
    int length = 2 * Integer.BYTES + words.length;
    for (byte[] part : parts) {
      length = Math.addExact(length, Integer.BYTES + part.length);
    }
    ByteBuffer out = ByteBuffer.allocate(length).putInt(words.length).put(words);
    out.putInt(parts.size());
    parts.forEach(part -> out.putInt(part.length).put(part));
    return out.array();
  }

  /**
   * Reads them back.
   *
   * @param parts how many must be there
   */
  static Framed of(byte[] bytes, int parts) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      String text = new String(next(in), StandardCharsets.UTF_8);
      int count = in.getInt();
      if (count != parts) {
        throw new IllegalArgumentException(
            "the bytes hold " + count + " models where " + parts + " were expected");
      }
      List<byte[]> found = new ArrayList<>();
      for (int m = 0; m < count; m++) {
        found.add(next(in));
      }
      if (in.hasRemaining()) {
        throw new IllegalArgumentException("the bytes go on after their last model");
      }
      return new Framed(text, found);
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("the bytes of a combined model are cut short", e);
    }
  }

  private static byte[] next(ByteBuffer in) {
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw new IllegalArgumentException(
          "a part of " + length + " bytes was announced where " + in.remaining() + " are left");
    }
    byte[] part = new byte[length];
    in.get(part);
    return part;
  }
}
