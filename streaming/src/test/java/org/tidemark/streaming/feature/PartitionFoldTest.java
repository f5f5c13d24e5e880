package org.tidemark.streaming.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.set.FeatureSets;
import org.tidemark.features.state.StateException;
import org.tidemark.streaming.source.TickSchema;

/** A partition of several instruments is their folds side by side, wherever it is saved. */
class PartitionFoldTest {
  private static final FeatureSet SET = FeatureSets.bars40(Duration.ofMinutes(1));

  private static List<byte[]> messages() {
    List<byte[]> messages = new ArrayList<>();
    for (int i = 0; i < 240; i++) {
      String name = i % 3 == 0 ? "IBM" : "BTCUSD";
      String text =
          i % 41 == 7
              ? "no tick"
              : ("{\"type\":\"trade\",\"instrument\":\"%s\",\"offset\":%d,\"eventTimeNanos\":%d,"
                      + "\"price\":\"%d.5\",\"size\":\"1\",\"aggressor\":\"BUY\"}")
                  .formatted(
                      name,
                      i % 50 == 9 ? i - 9 : i,
                      1_500_000_000_000_000_000L + i * 7_000_000_000L,
                      100 + i % 13);
      messages.add(text.getBytes(StandardCharsets.UTF_8));
    }
    return messages;
  }

  private static String told(PartitionFold.Output output) {
    return output instanceof PartitionFold.Closed bar
        ? bar.instrument()
            + " "
            + bar.offset()
            + " "
            + bar.closedByOffset()
            + " "
            + bar.close()
            + " "
            + HexFormat.of().formatHex(bar.features())
        : output.toString();
  }

  private static List<String> run(int saveEvery) {
    List<String> out = new ArrayList<>();
    PartitionFold fold = PartitionFold.start(SET, TickLimits.standard(), TickSchema.json());
    int offset = 0;
    for (byte[] message : messages()) {
      fold.on(
          "ticks",
          0,
          offset++,
          1_600_000_000_000_000_000L,
          message,
          output -> out.add(told(output)));
      if (offset % saveEvery == 0) {
        fold =
            PartitionFold.restore(SET, TickLimits.standard(), TickSchema.json(), fold.snapshot());
      }
    }
    return out;
  }

  @Test
  void savingAnywhereChangesNothing() {
    List<String> whole = run(1_000_000);
    assertThat(whole).anyMatch(line -> line.startsWith("IBM ")).hasSizeGreaterThan(30);
    assertThat(whole).anyMatch(line -> line.contains("MALFORMED_JSON"));
    assertThat(whole).anyMatch(line -> line.contains("DUPLICATE"));
    assertThat(run(1)).isEqualTo(whole);
    assertThat(run(37)).isEqualTo(whole);
  }

  @Test
  void aSnapshotOfOtherFeaturesOrLimitsIsRefused() {
    byte[] snapshot = PartitionFold.start(SET, TickLimits.standard(), TickSchema.json()).snapshot();
    assertThatThrownBy(
            () ->
                PartitionFold.restore(
                    FeatureSets.bars40(Duration.ofMinutes(5)),
                    TickLimits.standard(),
                    TickSchema.json(),
                    snapshot))
        .isInstanceOf(StateException.class);
    assertThatThrownBy(
            () ->
                PartitionFold.restore(
                    SET,
                    new TickLimits(Duration.ofMinutes(2), Duration.ofDays(10), 3),
                    TickSchema.json(),
                    snapshot))
        .isInstanceOf(StateException.class);
  }
}
