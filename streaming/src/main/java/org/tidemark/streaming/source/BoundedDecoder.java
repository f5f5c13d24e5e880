package org.tidemark.streaming.source;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.util.Utf8;

/**
 * Reads one Avro message and believes no length in it that goes beyond its end. Avro's own decoder
 * makes room for a length before it looks what is there, so that five bytes would take two
 * gigabytes, and the process with them.
 */
final class BoundedDecoder extends Decoder {
  private final BinaryDecoder in;

  BoundedDecoder(byte[] message) {
    this.in = DecoderFactory.get().binaryDecoder(message, null);
  }

  /** Whether nothing follows. */
  boolean isEnd() throws IOException {
    return in.isEnd();
  }

  /** An item of a block takes a byte at least, but for nulls, of which no tick has many. */
  private long bounded(long length) throws IOException {
    int left = in.inputStream().available();
    if (length < 0 || length > left) {
      throw new EOFException("a length of " + length + " where " + left + " bytes are left");
    }
    return length;
  }

  private byte[] content() throws IOException {
    byte[] content = new byte[(int) bounded(in.readLong())];
    in.readFixed(content, 0, content.length);
    return content;
  }

  @Override
  public Utf8 readString(Utf8 old) throws IOException {
    return new Utf8(content());
  }

  @Override
  public String readString() throws IOException {
    return new String(content(), StandardCharsets.UTF_8);
  }

  @Override
  public void skipString() throws IOException {
    skipBytes();
  }

  @Override
  public ByteBuffer readBytes(ByteBuffer old) throws IOException {
    return ByteBuffer.wrap(content());
  }

  @Override
  public void skipBytes() throws IOException {
    in.skipFixed((int) bounded(in.readLong()));
  }

  @Override
  public long readArrayStart() throws IOException {
    return bounded(in.readArrayStart());
  }

  @Override
  public long arrayNext() throws IOException {
    return bounded(in.arrayNext());
  }

  @Override
  public long skipArray() throws IOException {
    return bounded(in.skipArray());
  }

  @Override
  public long readMapStart() throws IOException {
    return bounded(in.readMapStart());
  }

  @Override
  public long mapNext() throws IOException {
    return bounded(in.mapNext());
  }

  @Override
  public long skipMap() throws IOException {
    return bounded(in.skipMap());
  }

  @Override
  public void readNull() throws IOException {
    in.readNull();
  }

  @Override
  public boolean readBoolean() throws IOException {
    return in.readBoolean();
  }

  @Override
  public int readInt() throws IOException {
    return in.readInt();
  }

  @Override
  public long readLong() throws IOException {
    return in.readLong();
  }

  @Override
  public float readFloat() throws IOException {
    return in.readFloat();
  }

  @Override
  public double readDouble() throws IOException {
    return in.readDouble();
  }

  @Override
  public void readFixed(byte[] bytes, int start, int length) throws IOException {
    in.readFixed(bytes, start, length);
  }

  @Override
  public void skipFixed(int length) throws IOException {
    in.skipFixed(length);
  }

  @Override
  public int readEnum() throws IOException {
    return in.readEnum();
  }

  @Override
  public int readIndex() throws IOException {
    return in.readIndex();
  }
}
