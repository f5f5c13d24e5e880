package org.tidemark.jobs.cli;

import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where XGBoost fits: the setting {@code xgboost.device} as an option of its own. */
public final class DeviceOption {
  /** The words that it takes. */
  public enum Word {
    auto,
    cpu,
    cuda
  }

  private static final String SETTING = "xgboost.device";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--device",
      paramLabel = "auto|cpu|cuda",
      description =
          "Where XGBoost fits, as --set xgboost.device=...: cuda fails where it cannot, auto takes"
              + " it where it can.")
  private Optional<Word> device = Optional.empty();

  /** Puts what was said among the settings; refused beside another word by --set. */
  void into(NightlyOptions settings) {
    device.ifPresent(
        word -> {
          String said = settings.said().getOrDefault(SETTING, word.name());
          if (!said.equals(word.name())) {
            throw new ParameterException(
                spec.commandLine(),
                "--device " + word + " and --set " + SETTING + "=" + said + " differ; give one");
          }
          settings.say(SETTING, word.name());
        });
  }
}
