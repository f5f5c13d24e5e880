package org.tidemark.features.cross;

import java.util.Map;
import java.util.TreeMap;
import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;

/**
 * Both stages of a universe at one point of its logs, as one value to store. Each part carries its
 * own header and checksum.
 *
 * @param members snapshot of stage one by instrument; a member without events has none
 * @param market snapshot of stage two
 */
public record UniverseState(Map<String, byte[]> members, byte[] market) {
  public UniverseState {
    members = new TreeMap<>(members);
  }

  /** Everything as bytes. */
  public byte[] toBytes() {
    StateWriter out = new StateWriter().putInt(members.size());
    members.forEach((name, snapshot) -> out.putText(name).putBytes(snapshot));
    return out.putBytes(market).toBytes();
  }

  /** Reads what {@link #toBytes} wrote. */
  public static UniverseState of(byte[] bytes) {
    StateReader in = new StateReader(bytes);
    int count = in.getInt();
    Map<String, byte[]> members = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      members.put(in.getText(), in.getBytes());
    }
    return new UniverseState(members, in.getBytes());
  }
}
