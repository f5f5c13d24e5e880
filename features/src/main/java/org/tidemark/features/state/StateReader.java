package org.tidemark.features.state;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads what {@link StateWriter} wrote; running past the end is a {@link StateException}. */
public final class StateReader {
  private final ByteBuffer buffer;

  public StateReader(byte[] bytes) {
    this.buffer = ByteBuffer.wrap(bytes);
  }

  private interface Step<T> {
    T run();
  }

  private <T> T take(Step<T> step) {
    try {
      return step.run();
    } catch (BufferUnderflowException e) {
      throw new StateException(
          "state ends early at byte "
              + buffer.position()
              + " of "
              + buffer.limit()
              + "; delete it and recompute from the events",
          e);
    }
  }

  public int getInt() {
    return take(buffer::getInt);
  }

  public long getLong() {
    return take(buffer::getLong);
  }

  public double getDouble() {
    return Double.longBitsToDouble(getLong());
  }

  public String getText() {
    int length = Short.toUnsignedInt(take(buffer::getShort));
    return new String(raw(length), StandardCharsets.UTF_8);
  }

  public byte[] getBytes() {
    return raw(length(1));
  }

  public double[] getDoubles() {
    double[] values = new double[length(Double.BYTES)];
    for (int i = 0; i < values.length; i++) {
      values[i] = getDouble();
    }
    return values;
  }

  public long[] getLongs() {
    long[] values = new long[length(Long.BYTES)];
    for (int i = 0; i < values.length; i++) {
      values[i] = getLong();
    }
    return values;
  }

  /** Bytes not read yet. */
  public int remaining() {
    return buffer.remaining();
  }

  private int length(int width) {
    int length = getInt();
    if (length < 0 || (long) length * width > buffer.remaining()) {
      throw new StateException(
          "state claims "
              + length
              + " values of "
              + width
              + " bytes but only "
              + buffer.remaining()
              + " bytes are left");
    }
    return length;
  }

  private byte[] raw(int length) {
    byte[] bytes = new byte[length];
    return take(
        () -> {
          buffer.get(bytes);
          return bytes;
        });
  }
}
