package org.tidemark.streaming.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.set.FeatureSets;
import org.tidemark.streaming.feature.TickLimits;
import org.tidemark.streaming.score.Thresholds;
import org.tidemark.streaming.source.KafkaAddress;
import org.tidemark.streaming.source.TickSchema;

/** Settings that cannot work are refused with their remedy; outputs are one valid line each. */
class RealTimeSettingsTest {
  private static final FeatureSet SET = FeatureSets.bars40(Duration.ofMinutes(1));
  private static final String TRADE =
      """
      {"type": "record", "name": "Trade", "fields": [
       {"name": "instrument", "type": "string"}, {"name": "offset", "type": "long"},
       {"name": "eventTimeNanos", "type": "long"}, {"name": "price", "type": "string"},
       {"name": "size", "type": "string"}, {"name": "aggressor", "type": "string"}]}
      """;
  private static final KafkaAddress IN = new KafkaAddress("h:9092", "in");
  private static final KafkaAddress OUT = new KafkaAddress("h:9092", "out");

  @TempDir Path folder;

  private static RealTimeSettings settings() {
    return RealTimeSettings.of("q", "direction", IN, OUT, SET, Path.of("state"));
  }

  @Test
  void whatCannotWorkIsRefused() {
    assertThatThrownBy(() -> RealTimeSettings.of("Q 1", "m", IN, OUT, SET, Path.of("s")))
        .hasMessageContaining("lower-case letters, digits and dashes");
    assertThatThrownBy(() -> RealTimeSettings.of("q", "m", IN, IN, SET, Path.of("s")))
        .hasMessageContaining("reads and writes topic in");
    assertThatThrownBy(() -> settings().withDeadTopic("out"))
        .hasMessageContaining("dead letters need a topic of their own");
    assertThatThrownBy(() -> settings().withTurn(Duration.ofSeconds(4), 10))
        .hasMessageContaining("PT4S is shorter than PT5S");
    assertThatThrownBy(() -> settings().withTurn(Duration.ofSeconds(5), 0))
        .hasMessageContaining("records between snapshots = 0");
    assertThatThrownBy(() -> settings().withKafka(Map.of("bootstrap.servers", "h:1")))
        .hasMessageContaining("the servers stand in the addresses");
    for (String word : List.of("kafka.security.protocol", "security.protocol")) {
      assertThat(settings().withKafka(Map.of(word, "SSL")).client(IN))
          .isEqualTo(Map.of("security.protocol", "SSL", "bootstrap.servers", "h:9092"));
    }
  }

  @Test
  void whateverDecidesTheOutputsIsInTheDefinition() throws IOException {
    Path avro = Files.writeString(folder.resolve("trade.avsc"), TRADE);
    assertThat(settings().definition())
        .contains(SET.hash())
        .isNotEqualTo(
            settings()
                .withLimits(new TickLimits(Duration.ofMinutes(2), Duration.ofDays(10), 3))
                .definition())
        .isNotEqualTo(settings().decidingBy(Thresholds.at(0.02)).definition())
        .isNotEqualTo(settings().withSchema(TickSchema.parse("avro:" + avro)).definition())
        .isEqualTo(settings().withSchema(TickSchema.json()).definition())
        .isEqualTo(settings().withTurn(Duration.ofMinutes(1), 7).definition());
  }
}
