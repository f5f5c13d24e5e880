package org.tidemark.features.statistic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.tidemark.features.state.StateException;
import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;
import org.tidemark.testkit.Seeds;

/** The value as of a time ago. */
class TimeLagTest {
  @Test
  void theReferenceIsTheLastValueAtOrBeforeTheLag() {
    TimeLag lag = new TimeLag(10);
    lag.add(0, 1);
    assertThat(lag.isReady()).isFalse();
    lag.add(9, 2);
    assertThat(lag.isReady()).isFalse();
    lag.add(10, 3);
    assertThat(lag.lagged()).isEqualTo(1);
    lag.add(18, 4);
    assertThat(lag.lagged()).isEqualTo(1);
    lag.add(19, 5);
    assertThat(lag.lagged()).isEqualTo(2);
    lag.add(100, 6);
    assertThat(lag.lagged()).isEqualTo(5);
    assertThat(lag.newest()).isEqualTo(6);
  }

  @Test
  void agreesWithALookThroughAllValuesAndSurvivesSaving() {
    Seeds.forEach(
        50,
        (seed, random) -> {
          long[] times = new long[400];
          TimeLag lag = new TimeLag(100);
          for (int i = 0; i < times.length; i++) {
            boolean grid = i / 50 % 2 == 0;
            times[i] = (i == 0 ? 0 : times[i - 1]) + (grid ? 2 : random.nextInt(40));
            lag.add(times[i], i);
            int reference = i;
            while (reference >= 0 && times[reference] > times[i] - 100) {
              reference--;
            }
            assertThat(lag.isReady()).isEqualTo(reference >= 0);
            if (reference >= 0) {
              assertThat(lag.lagged()).isEqualTo(reference);
            }
            StateWriter out = new StateWriter();
            lag.save(out);
            lag = TimeLag.load(100, new StateReader(out.toBytes()));
          }
        });
  }

  @Test
  void damagedRunsAreNoticed() {
    byte[] tooLong =
        new StateWriter().putInt(2).putLong(0).putInt(1).putInt(5).putLong(1).putLong(0).toBytes();
    assertThatThrownBy(() -> TimeLag.load(10, new StateReader(tooLong)))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("a run of 5");
    byte[] tooShort =
        new StateWriter().putInt(2).putLong(0).putInt(0).putLong(0).putLong(0).toBytes();
    assertThatThrownBy(() -> TimeLag.load(10, new StateReader(tooShort)))
        .isInstanceOf(StateException.class);
    byte[] negative = new StateWriter().putInt(-1).toBytes();
    assertThatThrownBy(() -> TimeLag.load(10, new StateReader(negative)))
        .isInstanceOf(StateException.class);
  }
}
