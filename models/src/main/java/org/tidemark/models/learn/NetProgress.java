package org.tidemark.models.learn;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * How far a net's fit is: the state after some epochs, and what was measured after each of them.
 *
 * @param epochs that are done
 * @param watched metric after each epoch on the rows that are watched; empty where none are
 * @param recent the same on the last rows that are learned from
 */
record NetProgress(int epochs, NetState state, List<Double> watched, List<Double> recent) {
  NetProgress {
    watched = List.copyOf(watched);
    recent = List.copyOf(recent);
  }

  byte[] bytes(int parameters) {
    int measured = watched.size();
    ByteBuffer out =
        ByteBuffer.allocate(
            2 * Integer.BYTES + 2 * measured * Double.BYTES + NetState.size(parameters));
    out.putInt(epochs).putInt(measured);
    watched.forEach(out::putDouble);
    recent.forEach(out::putDouble);
    state.write(out);
    return out.array();
  }

  static NetProgress read(byte[] bytes, int parameters) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    int epochs = in.getInt();
    int measured = in.getInt();
    List<Double> watched = numbers(in, measured);
    List<Double> recent = numbers(in, measured);
    return new NetProgress(epochs, NetState.read(parameters, in), watched, recent);
  }

  private static List<Double> numbers(ByteBuffer in, int count) {
    List<Double> numbers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      numbers.add(in.getDouble());
    }
    return numbers;
  }
}
