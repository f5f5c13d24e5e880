package org.tidemark.models.learn;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * Where XGBoost grows trees. Asked for a GPU that it does not see, XGBoost warns and takes the CPU,
 * and its Java interface does not tell afterwards. So {@link #CUDA} names the program that grows
 * the trees as well, of which there is none but for GPUs: a fit that ends was made on one.
 */
public enum Device {
  /** The processor. */
  CPU(Map.of("device", "cpu"), "", ""),

  /** An NVIDIA GPU; trees differ from those of the CPU, as sums have another order. */
  CUDA(
      Map.of("device", "cuda", "updater", "grow_gpu_hist"),
      "\"device\":\"cuda\"",
      "; device cuda needs a GPU and an XGBoost library with CUDA (docs/gpu.md); or set the device"
          + " to cpu, or auto");

  private final Map<String, Object> settings;
  private final String json;
  private final String remedy;

  Device(Map<String, Object> settings, String json, String remedy) {
    this.settings = settings;
    this.json = json;
    this.remedy = remedy;
  }

  /** Settings of a booster that can be fitted here and nowhere else. */
  Map<String, Object> settings() {
    return settings;
  }

  /** A field of a JSON object; empty for the CPU, of which models before had no need to speak. */
  String json() {
    return json;
  }

  /** What to do where a fit fails. */
  String remedy() {
    return remedy;
  }

  /** Why this virtual machine cannot fit with {@link #CUDA}; empty if it can. Tried once. */
  public static Optional<String> cudaProblem() {
    return CudaTrial.PROBLEM.stream().findFirst();
  }

  /** A tree on four rows, grown when somebody asks. */
  private static final class CudaTrial {
    private static final List<String> PROBLEM = problem();

    private static List<String> problem() {
      try {
        DMatrix rows = new DMatrix(new float[] {1, 2, 3, 4}, 4, 1, Float.NaN);
        try {
          rows.setLabel(new float[] {0, 0, 1, 1});
          Map<String, Object> settings = new TreeMap<>(CUDA.settings());
          settings.put("verbosity", 0);
          XGBoost.train(rows, settings, 1, Map.of(), null, null).dispose();
          return List.of();
        } finally {
          rows.dispose();
        }
      } catch (XGBoostError e) {
        return List.of("XGBoost says: " + firstLine(e));
      }
    }
  }

  /** Without the time of day and the place in its source that stand before it. */
  static String firstLine(XGBoostError error) {
    String line = error.getMessage().lines().findFirst().orElse("nothing");
    return line.replaceFirst("^\\[[0-9:]+\\] \\S+:[0-9]+: ", "");
  }
}
