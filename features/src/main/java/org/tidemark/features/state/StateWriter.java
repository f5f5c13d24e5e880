package org.tidemark.features.state;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Appends primitive values, big-endian and bit for bit, to a growing buffer. */
public final class StateWriter {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
  private final DataOutputStream data = new DataOutputStream(bytes);

  private interface Step {
    void run() throws IOException;
  }

  private StateWriter put(Step step) {
    try {
      step.run();
      return this;
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  public StateWriter putInt(int value) {
    return put(() -> data.writeInt(value));
  }

  public StateWriter putLong(long value) {
    return put(() -> data.writeLong(value));
  }

  /** Writes the raw bits, so that NaN payloads and signed zeros survive. */
  public StateWriter putDouble(double value) {
    return put(() -> data.writeLong(Double.doubleToRawLongBits(value)));
  }

  public StateWriter putText(String value) {
    return put(() -> data.writeUTF(value));
  }

  /** Length, then the bytes. */
  public StateWriter putBytes(byte[] value) {
    return put(
        () -> {
          data.writeInt(value.length);
          data.write(value);
        });
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
    return bytes.toByteArray();
  }
}
