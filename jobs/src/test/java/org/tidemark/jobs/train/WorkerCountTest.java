package org.tidemark.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tidemark.jobs.NightlyConfig;

class WorkerCountTest {
  private static WorkerCount count(String workers, String most, long values) {
    return WorkerCount.of(
        NightlyConfig.of(Map.of("xgboost.workers", workers, "xgboost.task.values", most)), values);
  }

  @ParameterizedTest
  @CsvSource({
    "auto,1000,1,1",
    "auto,1000,1000,1",
    "auto,1000,1001,2",
    "auto,1000,2000,2",
    "auto,1000,2001,3",
    "1,1000,2001,1",
    "4,1000,1,4"
  })
  void asFewAsHoldTheRowsOrAsManyAsTheSettingSays(
      String workers, String most, long values, int expected) {
    assertThat(count(workers, most, values).workers()).isEqualTo(expected);
  }

  @Test
  void saysWhy() {
    assertThat(count("auto", "1000", 2_001).why())
        .isEqualTo("2,001 values exceed xgboost.task.values = 1,000");
    assertThat(count("auto", "1000", 7).why())
        .isEqualTo("7 values do not exceed xgboost.task.values = 1,000");
    assertThat(count("2", "1000", 7).why()).isEqualTo("xgboost.workers = 2");
  }

  @Test
  void theDefaultIsOneTaskForAllThatOneArrayHolds() {
    NightlyConfig standard = NightlyConfig.of(Map.of());
    assertThat(WorkerCount.of(standard, Integer.MAX_VALUE - 16).workers()).isEqualTo(1);
    assertThat(WorkerCount.of(standard, Integer.MAX_VALUE - 15L).workers()).isEqualTo(2);
  }

  @Test
  void refusesWhatIsNoNumberOfWorkers() {
    assertThatThrownBy(() -> count("0", "1000", 7))
        .hasMessage("setting xgboost.workers = 0 must be auto, or 1 or more");
    assertThatThrownBy(() -> count("many", "1000", 7)).hasMessageContaining("xgboost.workers");
    assertThatThrownBy(() -> count("auto", "0", 7))
        .hasMessage("setting xgboost.task.values = 0 must lie in 1 to 2147483631");
    assertThatThrownBy(() -> count("auto", "2147483632", 7)).hasMessageContaining("2147483631");
  }
}
