package org.tidemark.jobs.train;

import java.util.List;
import java.util.Optional;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.models.learn.Device;

/**
 * Where XGBoost fits by the setting {@value #DEVICE}. {@code cpu} and {@code cuda} are taken at
 * their word, and a fit on another device than the word says fails; {@code auto} takes the GPU
 * where this program's machine can fit on one.
 *
 * @param why in words
 */
record DeviceChoice(Device device, String why) {
  /** Setting of the device. */
  static final String DEVICE = "xgboost.device";

  private static final String AUTO = "auto";

  /**
   * By a run's settings.
   *
   * @param workers tasks of a fit; several fit on the processor only
   * @throws IllegalArgumentException for another word, or several workers with {@code cuda}
   */
  static DeviceChoice of(NightlyConfig config, int workers) {
    return of(config.text(DEVICE), workers);
  }

  private static DeviceChoice of(String word, int workers) {
    String setting = DEVICE + " = " + word;
    switch (word) {
      case "cpu":
        return new DeviceChoice(Device.CPU, setting);
      case "cuda":
        if (workers > 1) {
          throw new IllegalArgumentException(
              "setting "
                  + setting
                  + ", but "
                  + workers
                  + " workers fit together, on the processor; set it to cpu, or xgboost.workers=1");
        }
        return new DeviceChoice(Device.CUDA, setting);
      case AUTO:
        List<String> problems =
            workers > 1
                ? List.of("several workers fit on the processor")
                : Device.cudaProblem().stream().toList();
        Optional<String> problem = problems.stream().findFirst();
        return new DeviceChoice(
            problem.isEmpty() ? Device.CUDA : Device.CPU,
            setting + problem.map(why -> ", and not on a GPU: " + why).orElse(""));
      default:
        throw new IllegalArgumentException("setting " + setting + " must be auto, cpu or cuda");
    }
  }

  /** Whether the machine is to choose. */
  static boolean isAuto(NightlyConfig config) {
    return config.text(DEVICE).equals(AUTO);
  }

  /** In words, for people and manifests. */
  String words() {
    return (device == Device.CUDA ? "cuda" : "cpu") + ", as " + why;
  }
}
