package org.tidemark.streaming.score;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.models.onnx.OnnxArtifact;
import org.tidemark.streaming.realtime.RealTimeScorer;
import org.tidemark.streaming.realtime.RealTimeSettings;

/** The real-time query on a real broker, whose address is the property {@code tidemark.kafka}. */
@Tag("kafka")
class RealTimeScorerIT {
  private static final RecordedTicks TICKS = new RecordedTicks(29, 420);
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private static RealTimeSettings settings(RealTimeBroker broker, Path folder) {
    return RealTimeSettings.of(
            "rt", "direction", broker.in(), broker.out(), RecordedTicks.SET, folder)
        .withTurn(Duration.ofSeconds(5), 200);
  }

  @Test
  void stoppedAnywhereItGivesTheSequentialRun() throws Exception {
    RealTimeBroker broker = new RealTimeBroker("rt");
    TestLake lake = new TestLake(folder.resolve("lake"));
    OnnxArtifact model = TestLake.onnx(RecordedTicks.SET, 1);
    lake.champion("v1", model);
    RealTimeSettings settings = settings(broker, folder.resolve("rt"));
    List<RecordedTicks.Scored> wanted = TICKS.scores("v1", model.bytes(), model.sha256());
    List<String> alarms = new ArrayList<>();
    int parts = 3;
    for (int part = 0; part < parts; part++) {
      try (RealTimeScorer scorer = new RealTimeScorer(lake.store, settings, alarms::add)) {
        scorer.start();
        broker.send(
            TICKS
                .lines()
                .subList(
                    part * TICKS.lines().size() / parts, (part + 1) * TICKS.lines().size() / parts));
        long until = System.nanoTime() + Duration.ofSeconds(90).toNanos();
        // Stop like a crash, in the middle of a turn, when this part is out.
        while (places(broker) < closedBy(wanted, part + 1, parts)) {
          assertThat(System.nanoTime()).as("the outputs of part " + part).isLessThan(until);
          Thread.sleep(200);
        }
      }
    }
    Map<String, String> byId = new HashMap<>();
    int repeated = 0;
    for (ConsumerRecord<String, String> record : broker.read(broker.out())) {
      String before = byId.put(JSON.readTree(record.value()).get("id").asText(), record.value());
      if (before != null) {
        repeated++;
        assertThat(record.value()).isEqualTo(before);
      }
    }
    assertThat(scored(byId)).isEqualTo(wanted);
    assertThat(repeated).as("a stop repeats what came since the last turn").isPositive();
    assertThat(alarms).isEmpty();
  }

  /** Bars that the first parts of the log close, at least. */
  private static int closedBy(List<RecordedTicks.Scored> wanted, int part, int parts) {
    return part == parts ? wanted.size() : wanted.size() * part / parts - 6;
  }

  private int places(RealTimeBroker broker) throws Exception {
    TreeSet<String> ids = new TreeSet<>();
    for (ConsumerRecord<String, String> record : broker.read(broker.out())) {
      ids.add(JSON.readTree(record.value()).get("id").asText());
    }
    return ids.size();
  }

  private static List<RecordedTicks.Scored> scored(Map<String, String> byId) throws Exception {
    List<RecordedTicks.Scored> scores = new ArrayList<>();
    for (String line : byId.values()) {
      JsonNode row = JSON.readTree(line);
      scores.add(
          new RecordedTicks.Scored(
              row.get("instrument").asText(),
              row.get("offset").asLong(),
              row.get("model_version").asText(),
              Float.floatToRawIntBits(Float.parseFloat(row.get("score").asText())),
              Double.doubleToRawLongBits(Double.parseDouble(row.get("close").asText())),
              row.get("closed_by_offset").asLong(),
              row.get("event_time_nanos").asLong()));
    }
    scores.sort(null);
    return scores;
  }
}
