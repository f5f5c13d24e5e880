package org.tidemark.features.state;

import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * What every stored snapshot begins and ends with: a magic number, the version of its format, name
 * and hash of the definition that it belongs to, and a checksum over all of it.
 *
 * @param magic four bytes that tell one kind of snapshot from another
 * @param format version of the layout
 * @param name of the definition, for messages
 * @param hash of the definition; another one is refused
 */
public record Envelope(int magic, int format, String name, String hash) {
  /** A writer that stands behind the header. */
  public StateWriter open() {
    return new StateWriter().putInt(magic).putInt(format).putText(name).putText(hash);
  }

  /** The bytes of a snapshot that {@link #open} began, with their checksum. */
  public byte[] close(StateWriter out) {
    CRC32C crc = new CRC32C();
    crc.update(out.toBytes());
    return out.putLong(crc.getValue()).toBytes();
  }

  /**
   * A reader that stands behind the header and ends before the checksum.
   *
   * @throws StateException if the bytes are damaged, or of another kind, format or definition
   */
  public StateReader read(byte[] snapshot) {
    if (snapshot.length < Integer.BYTES + Long.BYTES) {
      throw new StateException("snapshot of " + snapshot.length + " bytes is too short to be one");
    }
    int body = snapshot.length - Long.BYTES;
    StateReader in = new StateReader(Arrays.copyOf(snapshot, body));
    if (in.getInt() != magic) {
      throw new StateException("these bytes are not a snapshot of this kind");
    }
    CRC32C crc = new CRC32C();
    crc.update(snapshot, 0, body);
    long stored = new StateReader(Arrays.copyOfRange(snapshot, body, snapshot.length)).getLong();
    if (stored != crc.getValue()) {
      throw new StateException(
          "snapshot checksum is "
              + Long.toHexString(stored)
              + " but its bytes give "
              + Long.toHexString(crc.getValue())
              + "; delete it and replay the events");
    }
    int found = in.getInt();
    if (found != format) {
      throw new StateException("snapshot format " + found + " is not the known " + format);
    }
    String owner = in.getText();
    String ownerHash = in.getText();
    if (!ownerHash.equals(hash)) {
      throw new StateException(
          "snapshot is of "
              + owner
              + " ("
              + ownerHash
              + ") but "
              + name
              + " is ("
              + hash
              + "); recompute from the events");
    }
    return in;
  }
}
