package org.tidemark.streaming.score;

import java.nio.file.Path;
import java.util.Optional;
import org.tidemark.streaming.realtime.RealTimeScorer;
import org.tidemark.streaming.realtime.RealTimeSettings;
import org.tidemark.streaming.source.KafkaAddress;

/** A real-time query in a process of its own, so that it can be killed. */
final class RealTimeProcess {
  private RealTimeProcess() {}

  /** Arguments: lake folder, state folder, input and output topic. Runs until it is killed. */
  public static void main(String[] args) {
    TestLake lake = new TestLake(Path.of(args[0]));
    RealTimeSettings settings =
        RealTimeScorerIT.settings(
            KafkaAddress.parse(args[2]), KafkaAddress.parse(args[3]), Path.of(args[1]));
    RealTimeScorer scorer = new RealTimeScorer(lake.store, settings, System.err::println);
    scorer.start();
    scorer.await(Optional.empty());
  }
}
