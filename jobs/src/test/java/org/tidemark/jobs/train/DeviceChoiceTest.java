package org.tidemark.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.models.learn.Device;

class DeviceChoiceTest {
  private static DeviceChoice choice(String word, int workers) {
    return DeviceChoice.of(NightlyConfig.of(Map.of("xgboost.device", word)), workers);
  }

  @Test
  void aWordIsTakenAsItIs() {
    assertThat(NightlyConfig.of(Map.of()).text("xgboost.device")).isEqualTo("cpu");
    assertThat(choice("cpu", 4).words()).isEqualTo("cpu, as xgboost.device = cpu");
    assertThat(choice("cuda", 1).device()).isEqualTo(Device.CUDA);
    assertThatThrownBy(() -> choice("cuda", 2)).hasMessageContaining("xgboost.workers=1");
    assertThatThrownBy(() -> choice("gpu", 1))
        .hasMessage("setting xgboost.device = gpu must be auto, cpu or cuda");
  }

  @Test
  void autoTakesTheGpuWhereThereIsOneAndSaysWhyNot() {
    DeviceChoice auto = choice("auto", 1);
    assertThat(auto.device()).isEqualTo(Device.cudaProblem().isEmpty() ? Device.CUDA : Device.CPU);
    Device.cudaProblem()
        .ifPresent(
            why ->
                assertThat(auto.words())
                    .isEqualTo("cpu, as xgboost.device = auto, and not on a GPU: " + why));
    assertThat(choice("auto", 3).words())
        .isEqualTo(
            "cpu, as xgboost.device = auto, and not on a GPU:"
                + " several workers fit on the processor");
  }

  @Test
  void anotherDeviceIsNamedAsTheCauseOfOtherBytes() {
    assertThat(ReproduceJob.otherDevice("cuda, as xgboost.device = auto", choice("cpu", 1).words()))
        .hasValueSatisfying(
            words ->
                assertThat(words)
                    .contains("cuda, as xgboost.device = auto; now cpu")
                    .contains("trees and bytes differ; reproduce it where cuda is"));
    assertThat(
            ReproduceJob.otherDevice(
                "cpu, as xgboost.device = auto, and not on a GPU: none", choice("cpu", 1).words()))
        .isEmpty();
  }
}
