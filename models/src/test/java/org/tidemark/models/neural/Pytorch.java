package org.tidemark.models.neural;

import org.tidemark.models.form.NetShape;
import org.tidemark.testkit.Prerequisite;

/** Tests that need PyTorch's library; prerequisite {@code pytorch}. */
public final class Pytorch {
  private Pytorch() {}

  /** Skips or fails the running test where it cannot be loaded. */
  public static void need() {
    String problem = "";
    try {
      Torch.open(new NetShape(1, 1, 1, 1, 1, 1, 1)).close();
    } catch (NeuralException e) {
      problem = e.getMessage();
    }
    Prerequisite.need("pytorch", problem.isEmpty(), problem);
  }
}
