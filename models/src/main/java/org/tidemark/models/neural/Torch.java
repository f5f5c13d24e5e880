package org.tidemark.models.neural;

import org.tidemark.models.form.NetShape;

/**
 * Finds PyTorch on the class path. It is no part of {@code dist/tidemark.jar}: its library weighs
 * 112 MB, and only fits need it.
 */
public final class Torch {
  static final String REMEDY =
      "give driver and executors the jars of dist/neural, which './mvnw -Pneural package"
          + " -DskipTests' makes, by --jars (docs/how-to/momentum-nn.md)";

  private Torch() {}

  /**
   * Opens a net.
   *
   * @throws NeuralException if DJL or PyTorch's library is missing, or cannot be loaded
   */
  public static Gradients open(NetShape shape) {
    silence("DJL_OFFLINE");
    silence("OPT_OUT_TRACKING");
    try {
      return TorchNet.open(shape);
    } catch (LinkageError e) {
      throw new NeuralException("PyTorch is not on the class path (" + e + "); " + REMEDY, e);
    }
  }

  /**
   * Version of PyTorch.
   *
   * @throws NeuralException as {@link #open}
   */
  public static String version() {
    silence("DJL_OFFLINE");
    silence("OPT_OUT_TRACKING");
    try {
      return TorchNet.version();
    } catch (LinkageError e) {
      throw new NeuralException("PyTorch is not on the class path (" + e + "); " + REMEDY, e);
    }
  }

  /** DJL looks for downloads and reports to its makers unless it is told not to. */
  private static void silence(String property) {
    System.setProperty(property, "true");
  }
}
