package org.tidemark.features.state;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Appends primitive values, big-endian and bit for bit, to a growing buffer. */
public final class StateWriter {
  private static final int LONGEST_TEXT = 0xFFFF;

  private ByteBuffer buffer = ByteBuffer.allocate(256);

  private ByteBuffer room(int bytes) {
    if (buffer.remaining() < bytes) {
      int capacity = Math.max(2 * buffer.capacity(), Math.addExact(buffer.position(), bytes));
      ByteBuffer larger = ByteBuffer.allocate(capacity);
      buffer.flip();
      larger.put(buffer);
      buffer = larger;
    }
    return buffer;
  }

  public StateWriter putInt(int value) {
    room(Integer.BYTES).putInt(value);
    return this;
  }

  public StateWriter putLong(long value) {
    room(Long.BYTES).putLong(value);
    return this;
  }

  /** Writes the raw bits, so that NaN payloads and signed zeros survive. */
  public StateWriter putDouble(double value) {
    return putLong(Double.doubleToRawLongBits(value));
  }

  /** Length in two bytes, then UTF-8. */
  public StateWriter putText(String value) {
    byte[] text = value.getBytes(StandardCharsets.UTF_8);
    if (text.length > LONGEST_TEXT) {
      throw new IllegalArgumentException(
          "a text of " + text.length + " bytes is longer than " + LONGEST_TEXT + "; shorten it");
    }
    room(Short.BYTES + text.length).putShort((short) text.length).put(text);
    return this;
  }

  /** Length, then the bytes. */
  public StateWriter putBytes(byte[] value) {
    room(Integer.BYTES + value.length).putInt(value.length).put(value);
    return this;
  }

  /** Length, then the values. */
  public StateWriter putDoubles(double[] values) {
    putInt(values.length);
    for (double value : values) {
      putDouble(value);
    }
    return this;
  }

  /** Length, then the values. */
  public StateWriter putLongs(long[] values) {
    putInt(values.length);
    for (long value : values) {
      putLong(value);
    }
    return this;
  }

  /** What has been written so far. */
  public byte[] toBytes() {
    return Arrays.copyOf(buffer.array(), buffer.position());
  }
}
