package org.tidemark.models.learn;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.tidemark.models.form.NetShape;

/**
 * Everything that the rest of a net's fit depends on, beside its rows and settings: two fits of the
 * same state go on alike.
 */
final class NetState {
  private static final double FIRST = 0.9;
  private static final double SECOND = 0.999;
  private static final double TINY = 1e-8;

  private final float[] weights;
  private final double[] first;
  private final double[] second;
  private long steps;

  /** Weights after the best epoch so far; those of now until an epoch is the best. */
  private float[] best;

  private NetState(int parameters) {
    this.weights = new float[parameters];
    this.first = new double[parameters];
    this.second = new double[parameters];
    this.best = weights;
  }

  /** Evenly drawn between -1 / sqrt(fan in) and 1 / sqrt(fan in), as PyTorch draws them. */
  static NetState drawn(NetShape shape, long seed) {
    NetState state = new NetState(shape.parameters());
    SplittableRandom random = new SplittableRandom(seed);
    for (NetShape.Part part : shape.parts()) {
      double bound = 1 / Math.sqrt(part.fanIn());
      for (int i = 0; i < part.count(); i++) {
        state.weights[part.from() + i] = (float) ((2 * random.nextDouble() - 1) * bound);
      }
    }
    return state;
  }

  float[] weights() {
    return weights;
  }

  /** Keeps the weights of now as the best. */
  void keep() {
    best = weights.clone();
  }

  float[] best() {
    return best;
  }

  /** One step of Adam along a gradient, which is cut if it is too long. */
  void step(float[] gradient, double rate) {
    double squares = 0;
    for (float g : gradient) {
      squares += (double) g * g;
    }
    double cut = Math.min(1, NetParameters.LONGEST / (Math.sqrt(squares) + TINY));
    steps++;
    double firstShare = 1 - StrictMath.pow(FIRST, steps);
    double secondShare = 1 - StrictMath.pow(SECOND, steps);
    for (int i = 0; i < weights.length; i++) {
      double g = cut * gradient[i];
      first[i] = FIRST * first[i] + (1 - FIRST) * g;
      second[i] = SECOND * second[i] + (1 - SECOND) * g * g;
      double move = first[i] / firstShare / (Math.sqrt(second[i] / secondShare) + TINY);
      weights[i] = (float) (weights[i] - rate * move);
    }
  }

  /** Bytes of a state of so many parameters. */
  static int size(int parameters) {
    return Long.BYTES + parameters * (2 * Float.BYTES + 2 * Double.BYTES);
  }

  void write(ByteBuffer out) {
    out.putLong(steps);
    for (int i = 0; i < weights.length; i++) {
      out.putFloat(weights[i]).putFloat(best[i]).putDouble(first[i]).putDouble(second[i]);
    }
  }

  /** Reads what {@link #write} wrote. */
  static NetState read(int parameters, ByteBuffer in) {
    NetState state = new NetState(parameters);
    state.best = new float[parameters];
    state.steps = in.getLong();
    for (int i = 0; i < parameters; i++) {
      state.weights[i] = in.getFloat();
      state.best[i] = in.getFloat();
      state.first[i] = in.getDouble();
      state.second[i] = in.getDouble();
    }
    return state;
  }
}
