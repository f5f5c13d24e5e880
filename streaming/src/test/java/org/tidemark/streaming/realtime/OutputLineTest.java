package org.tidemark.streaming.realtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tidemark.streaming.feature.PartitionFold;

/** Outputs are one valid line each, which names its place in the log. */
class OutputLineTest {
  @Test
  void outputsAreLinesOfJson() {
    LogRecord at = new LogRecord(3, 17, 0, new byte[0]);
    PartitionFold.Closed bar =
        new PartitionFold.Closed(
            "IBM", 8, 60, 9, 140.25, new float[] {1}, new byte[] {63, (byte) 128, 0, 0});
    assertThat(
            OutputLine.scored(
                at,
                1,
                bar,
                Float.NaN,
                "HOLD",
                new ServingNote("m", "v1", "0123456789abcdef", "champion"),
                "set"))
        .isEqualTo(
            "{\"id\":\"3:17.1/set/v1@0123456789ab\",\"partition\":3,\"source_offset\":17,\"instrument\":\"IBM\","
                + "\"offset\":8,\"event_time_nanos\":60,\"closed_by_offset\":9,\"close\":\"140.25\","
                + "\"score\":\"NaN\",\"decision\":\"HOLD\",\"model\":\"m\",\"model_version\":\"v1\","
                + "\"feature_set_hash\":\"set\",\"features\":\"P4AAAA==\"}");
    assertThat(
            OutputLine.dead(
                "in",
                at,
                new PartitionFold.Dead(Optional.empty(), "WHY", "a\tb", "{\"x\":\\\u20ac}\n")))
        .isEqualTo(
            "{\"id\":\"3:17\",\"source\":\"in\",\"partition\":3,\"source_offset\":17,"
                + "\"reason\":\"WHY\",\"detail\":\"a\\u0009b\","
                + "\"raw\":\"{\\\"x\\\":\\\\\u20ac}\\u000a\"}");
  }

  @Test
  void theLatencyOfAScoreIsSoughtWhereItsLineSays() {
    assertThat(OutputLine.place("{\"id\":\"3:17.1/set/v1\",\"partition\":3".getBytes(UTF_8)))
        .contains(new OutputLine.Place(3, 17));
    assertThat(OutputLine.place("{\"id\":\"3:17\",\"source\":\"in\"}".getBytes(UTF_8)))
        .contains(new OutputLine.Place(3, 17));
    assertThat(OutputLine.place("{\"other\":1,\"id\":\"3:17\"}".getBytes(UTF_8))).isEmpty();
    assertThat(OutputLine.place(new byte[0])).isEmpty();
    assertThat(OutputLine.place(null)).isEmpty();
  }
}
