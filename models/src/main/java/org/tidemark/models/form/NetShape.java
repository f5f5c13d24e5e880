package org.tidemark.models.form;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The layers of a net that reads a row as a sequence: a convolution along time without padding, a
 * stack of LSTM layers, and a dense layer on the last step of the uppermost one. No activation
 * stands between them but what an LSTM has.
 *
 * <p>A row holds {@code channels x lags} columns, channel by channel, each oldest first.
 *
 * @param channels numbers per time step
 * @param lags time steps
 * @param filters channels after the convolution
 * @param kernel time steps that the convolution sees at once, at most {@code lags}
 * @param hidden width of each LSTM layer
 * @param layers number of LSTM layers
 * @param outputs margins per row
 */
public record NetShape(
    int channels, int lags, int filters, int kernel, int hidden, int layers, int outputs)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Most parameters: more than a few hundred thousand rows of a market can tell apart. */
  public static final int MOST = 4_000_000;

  /**
   * A block of the parameters.
   *
   * @param name for example {@code lstm0.input}
   * @param from position of its first number among all
   * @param dimensions row-major, one to three
   * @param fanIn numbers that one output of the layer is made of, for its first values
   */
  public record Part(String name, int from, List<Integer> dimensions, int fanIn) {
    /** How many numbers it has. */
    public int count() {
      return dimensions.stream().reduce(1, (a, b) -> a * b);
    }
  }

  public NetShape {
    positive("channels", channels);
    positive("lags", lags);
    positive("filters", filters);
    positive("kernel", kernel);
    positive("hidden", hidden);
    positive("layers", layers);
    positive("outputs", outputs);
    if (kernel > lags) {
      throw new IllegalArgumentException(
          "a convolution of "
              + kernel
              + " time steps needs sequences of at least so many, not "
              + lags
              + "; use a feature set with longer sequences, as momentum");
    }
    long numbers =
        (long) filters * (channels * (long) kernel + 1)
            + 4L * hidden * (filters + hidden + 1L)
            + (layers - 1L) * 4L * hidden * (2L * hidden + 1)
            + outputs * (hidden + 1L);
    if (numbers > MOST) {
      throw new IllegalArgumentException(
          "a net of "
              + numbers
              + " parameters is above the limit of "
              + MOST
              + "; make it smaller");
    }
  }

  private static void positive(String name, int value) {
    if (value < 1 || value > MOST) {
      throw new IllegalArgumentException(name + " = " + value + " must be 1 to " + MOST);
    }
  }

  /**
   * X04: convolution of 5 channels to 32 over 3 steps, two LSTM layers of 64, a dense layer.
   *
   * @param columns of a row, a multiple of 5
   * @param outputs classes
   */
  public static NetShape momentum(int columns, int outputs) {
    int channels = 5;
    if (columns < 1 || columns % channels != 0) {
      throw new IllegalArgumentException(
          columns
              + " columns are no sequence of "
              + channels
              + " channels: their number must be a multiple of "
              + channels
              + "; use feature set momentum, or one of 5 channels in a row, each oldest first");
    }
    return new NetShape(channels, columns / channels, 32, 3, 64, 2, outputs);
  }

  /** Columns of a row. */
  public int columns() {
    return channels * lags;
  }

  /** Time steps after the convolution. */
  public int steps() {
    return lags - kernel + 1;
  }

  /**
   * The parameters in order: {@code convolution.weight} [filters, channels, kernel] and {@code
   * .bias}; for each layer {@code lstmN.input} [4 hidden, width below], {@code .hidden} [4 hidden,
   * hidden] and {@code .bias}, gates in the order input, forget, cell, output; {@code dense.weight}
   * [outputs, hidden] and {@code .bias}. One bias a gate: a second one, as some libraries have,
   * only adds to it.
   */
  public List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    int seen = channels * kernel;
    add(parts, "convolution.weight", seen, filters, channels, kernel);
    add(parts, "convolution.bias", seen, filters);
    for (int layer = 0; layer < layers; layer++) {
      add(parts, "lstm" + layer + ".input", hidden, 4 * hidden, layer == 0 ? filters : hidden);
      add(parts, "lstm" + layer + ".hidden", hidden, 4 * hidden, hidden);
      add(parts, "lstm" + layer + ".bias", hidden, 4 * hidden);
    }
    add(parts, "dense.weight", hidden, outputs, hidden);
    add(parts, "dense.bias", hidden, outputs);
    return parts;
  }

  private static void add(List<Part> parts, String name, int fanIn, Integer... dimensions) {
    int from =
        parts.isEmpty()
            ? 0
            : parts.get(parts.size() - 1).from() + parts.get(parts.size() - 1).count();
    parts.add(new Part(name, from, List.of(dimensions), fanIn));
  }

  /** One of the {@link #parts}. */
  public Part part(String name) {
    return parts().stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
  }

  /** Number of parameters. */
  public int parameters() {
    Part last = part("dense.bias");
    return last.from() + last.count();
  }
}
