package org.tidemark.streaming.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.set.FeatureSets;
import org.tidemark.lakehouse.Tables;
import org.tidemark.streaming.score.TestLake;
import org.tidemark.streaming.source.KafkaAddress;

/** Problems of a real-time query are alerts that begin and end with what its looks find. */
class ChampionFollowerIT {
  private static final FeatureSet SET = FeatureSets.bars40(Duration.ofMinutes(1));
  private static final KafkaAddress IN = new KafkaAddress("nobody:9092", "ticks");
  private static final KafkaAddress OUT = new KafkaAddress("nobody:9092", "scores");

  @TempDir Path folder;
  private long turn;
  private Trouble.Known troubles = Trouble.Known.NOTHING_YET;

  private ChampionFollower follower(TestLake lake) {
    return new ChampionFollower(
        lake.store,
        RealTimeSettings.of("rt", "direction", IN, OUT, SET, folder.resolve("rt")),
        () -> turn,
        () -> troubles);
  }

  private static Trouble.Known met(Trouble... troubles) {
    return new Trouble.Known(List.of(troubles), Set.of());
  }

  private static List<String> open(TestLake lake) {
    return lake
        .store
        .read(Tables.ALERTS)
        .select("run_id", "rule", "subject")
        .except(lake.store.read(Tables.ALERT_ENDS).select("run_id", "rule", "subject"))
        .select(functions.concat_ws(" ", functions.col("rule"), functions.col("subject")))
        .as(org.apache.spark.sql.Encoders.STRING())
        .collectAsList()
        .stream()
        .sorted()
        .toList();
  }

  @Test
  void aPartitionThatStandsStillIsAnAlertUntilItMovesAlsoWhileNobodyMayServe() {
    TestLake lake = new TestLake(folder.resolve("lake"));
    lake.champion("v1", TestLake.onnx(SET, 1));
    ChampionFollower follower = follower(lake);
    follower.follow();
    assertThat(follower.version()).isEqualTo("v1");
    assertThat(lake.store.exists(Tables.ALERTS)).isFalse();

    troubles = met(Trouble.of(Trouble.STALLED, 1, "partition 1 stands at 7"));
    follower.follow();
    assertThat(open(lake)).containsExactly("realtime-stalled partition 1");

    // One more, and the first is over.
    troubles =
        met(
            Trouble.of(Trouble.STALLED, 1, "as before"),
            Trouble.of(Trouble.UNSAVED, 0, "its snapshots cannot be listed"));
    follower.follow();
    assertThat(open(lake))
        .containsExactly("realtime-stalled partition 1", "realtime-unsaved partition 0");
    troubles = met(Trouble.of(Trouble.STALLED, 1, "as before")).and(met());
    follower.follow();

    // The next process has not looked yet: what stands is neither over nor told again.
    troubles = Trouble.Known.NOTHING_YET;
    turn = 0;
    ChampionFollower next = follower(lake);
    next.follow();
    assertThat(open(lake)).containsExactly("realtime-stalled partition 1");
    assertThat(lake.store.read(Tables.ALERTS).count()).isEqualTo(2);

    lake.register("v1", "0".repeat(64), 1); // its file is gone
    troubles = met();
    turn = 3;
    assertThatThrownBy(next::follow).hasMessageContaining("promote one");
    assertThat(open(lake)).containsExactly("champion-unreadable v1");
    assertThat(next.version()).as("tasks go on with what was noted").isEqualTo("v1");

    lake.champion("v2", TestLake.onnx(SET, 2));
    next.follow();
    assertThat(open(lake)).isEmpty();
    assertThat(next.version()).isEqualTo("v2");
    follower.close();
    next.close();
  }
}
