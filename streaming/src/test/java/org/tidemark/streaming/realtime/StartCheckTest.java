package org.tidemark.streaming.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start refuses, what a running query raises alarms for, and the notes both read. */
class StartCheckTest {
  private static final Map<Integer, Long> NONE = Map.of(0, 0L, 1, 0L);
  private static final Born BORN = new Born("id-1", "set", NONE);

  @TempDir Path folder;

  private static TopicFacts facts(long beginning, long end) {
    return new TopicFacts(
        "ticks", "id-1", "delete", Map.of(0, beginning, 1, 0L), Map.of(0, end, 1, 0L));
  }

  private StartCheck check(TopicFacts facts, Optional<Map<Integer, Long>> committed) {
    return check(facts, "set", Optional.of(BORN), committed);
  }

  private StartCheck check(
      TopicFacts facts,
      String definition,
      Optional<Born> born,
      Optional<Map<Integer, Long>> committed) {
    return new StartCheck(
        "q", facts, definition, born, committed, 2, List.of(), new SnapshotFolder(folder));
  }

  @Test
  void aSoundQueryMayStartAndANewOneBeginsWhereTheLogBegins() {
    assertThat(check(facts(0, 9), Optional.of(Map.of(0, 5L, 1, 0L))).problems()).isEmpty();
    StartCheck unborn = check(facts(7, 9), "set", Optional.empty(), Optional.empty());
    assertThat(unborn.problems()).isEmpty();
    assertThat(unborn.begin()).isEqualTo(Map.of(0, 7L, 1, 0L));
  }

  @Test
  void aQueryThatLostItsBirthDoesNotGoOn() {
    StartCheck lost =
        check(facts(0, 9), "set", Optional.empty(), Optional.of(Map.of(0, 5L, 1, 0L)));
    assertThat(lost.problems()).singleElement().asString().contains("restore the file 'born'");
  }

  /** The first of these Spark 4.1.1 would wait for without a word. */
  @Test
  void recordsDroppedUnreadAreAnError() {
    assertThat(check(facts(3, 9), Optional.of(NONE)).problems())
        .singleElement()
        .asString()
        .contains(
            "STATE LOST: query q, partition 0 needs offset 0 and on, but the log begins at 3");
    assertThat(check(facts(3, 9), Optional.empty()).problems()).hasSize(1);
    assertThat(check(facts(3, 9), Optional.of(Map.of(0, 2L, 1, 0L))).problems()).hasSize(1);
  }

  /** It would be an error of the first record, which may be days away. */
  @Test
  void aStateThatCannotBeComputedAgainIsAnErrorAtTheStart() {
    Optional<Map<Integer, Long>> at = Optional.of(Map.of(0, 7L, 1, 0L));
    assertThat(check(facts(0, 9), at).problems()).as("the log holds all").isEmpty();
    assertThat(check(facts(3, 9), at).problems())
        .singleElement()
        .asString()
        .contains("STATE LOST: query q, partition 0 needs offsets 0 to 6 but the log begins at 3");
    SnapshotFolder snapshots = new SnapshotFolder(folder);
    StateKey key = BORN.key("q", 0);
    snapshots.write(new Snapshot(key, 2, 0, new byte[] {1}));
    assertThat(check(facts(3, 9), at).problems().get(0)).contains("needs offsets 2 to 6");
    snapshots.write(new Snapshot(key, 8, 0, new byte[] {1}));
    assertThat(check(facts(3, 9), at).problems()).as("of a later record").hasSize(1);
    snapshots.write(new Snapshot(key, 3, 0, new byte[] {1}));
    assertThat(check(facts(3, 9), at).problems()).isEmpty();
    assertThat(check(facts(7, 9), at).problems().get(0)).contains("needs offsets 3 to 6");
    snapshots.write(new Snapshot(key, 7, 0, new byte[] {1}));
    assertThat(check(facts(7, 9), at).problems()).isEmpty();
  }

  @Test
  void topicsThatAreWrittenMayNotBeCompacted() {
    TopicFacts scores = new TopicFacts("scores", "id-2", "compact", NONE, NONE);
    TopicFacts dead = new TopicFacts("dead", "id-3", "delete", NONE, NONE);
    assertThat(
            new StartCheck(
                    "q",
                    facts(0, 9),
                    "set",
                    Optional.of(BORN),
                    Optional.empty(),
                    2,
                    List.of(scores, dead),
                    new SnapshotFolder(folder))
                .problems())
        .singleElement()
        .asString()
        .contains("topic scores has cleanup.policy=compact: compaction drops outputs");
  }

  @Test
  void anotherTopicOtherPartitionsCompactionACutLogOtherFeaturesAndTooFewSlotsAreErrors() {
    Optional<Map<Integer, Long>> at = Optional.of(Map.of(0, 5L, 1, 0L));
    assertThat(check(facts(0, 4), at).problems().get(0)).contains("the log was cut");
    TopicFacts anew = new TopicFacts("ticks", "id-2", "delete", NONE, NONE);
    assertThat(check(anew, Optional.of(NONE)).problems().get(0)).contains("made anew");
    TopicFacts more =
        new TopicFacts(
            "ticks", "id-1", "delete", Map.of(0, 0L, 1, 0L, 2, 0L), Map.of(0, 9L, 1, 0L, 2, 0L));
    assertThat(check(more, at).problems())
        .anySatisfy(p -> assertThat(p).contains("has 3 partitions, query q was born with 2"))
        .anySatisfy(p -> assertThat(p).contains("need as many free slots"));
    TopicFacts compacted =
        new TopicFacts("ticks", "id-1", "compact,delete", NONE, Map.of(0, 9L, 1, 0L));
    assertThat(check(compacted, at).problems().get(0)).contains("cleanup.policy=delete");
    assertThat(check(facts(0, 9), "other", Optional.of(BORN), at).problems().get(0))
        .contains("was born with features, limits or thresholds set, not other");
  }

  @Test
  void silenceIsAnAlarmOnlyWhileRecordsWaitedAWholeTurn() {
    TurnWatch watch = new TurnWatch("q");
    Map<Integer, Long> begin = Map.of(0, 0L);
    assertThat(watch.turn(0, Map.of(0, 5L), begin, Map.of(0, 8L))).isEmpty(); // came just now
    assertThat(watch.turn(0, Map.of(0, 5L), begin, Map.of(0, 9L)))
        .singleElement()
        .satisfies(alarm -> assertThat(alarm.rule()).isEqualTo("realtime-stalled"))
        .satisfies(alarm -> assertThat(alarm.message()).contains("while 3 records waited"));
    assertThat(watch.turn(4, Map.of(0, 9L), begin, Map.of(0, 9L))).isEmpty();
    assertThat(watch.turn(0, Map.of(0, 9L), begin, Map.of(0, 9L))).isEmpty(); // a quiet market
    assertThat(watch.turn(0, Map.of(0, 9L), Map.of(0, 12L), Map.of(0, 12L)))
        .singleElement()
        .satisfies(alarm -> assertThat(alarm.rule()).isEqualTo("realtime-dropped"));
  }

  @Test
  void notesAreReadBackAndDamageIsSeen() throws IOException {
    assertThat(Born.read(folder)).isEmpty();
    Born born = new Born("id", "set with words", Map.of(0, 3L, 11, 0L));
    born.write(folder);
    assertThat(Born.read(folder)).contains(born);
    Path file = folder.resolve("born");
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> Born.read(folder)).hasMessageContaining("is damaged");
    }
    // An origin with another digit would give other states under the same ids.
    for (int bit = 0; bit < 8 * whole.length; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(file, flipped);
      assertThatThrownBy(() -> Born.read(folder))
          .as("bit " + bit)
          .hasMessageContaining("is damaged");
    }
    Files.writeString(file, "tidemark real-time 1\nid\nset with words\n0 3\n11 0\nend\n");
    assertThat(Born.read(folder)).as("of an earlier program").contains(born);
    new ServingNote("m", "v1", "abc", "champion").write(folder, new byte[] {1, 2});
    assertThat(ServingNote.read(folder)).isEqualTo(new ServingNote("m", "v1", "abc", "champion"));
    assertThat(ServingNote.read(folder).bytes(folder)).containsExactly(1, 2);
  }

  @Test
  void aCheckpointStandsAtItsLastCommittedBatch() throws IOException {
    assertThat(Committed.read(folder)).isEmpty();
    Files.createDirectories(folder.resolve("commits"));
    Files.createDirectories(folder.resolve("offsets"));
    Files.writeString(folder.resolve("commits/0"), "v1\n{}");
    Files.writeString(folder.resolve("offsets/0"), "v1\n{}\n{\"t-1\":{\"1\":5,\"0\":17}}");
    Files.writeString(folder.resolve("offsets/1"), "v1\n{}\n{\"t-1\":{\"1\":9,\"0\":18}}");
    assertThat(Committed.read(folder)).contains(Map.of(0, 17L, 1, 5L));
    Files.writeString(folder.resolve("offsets/0"), "v1\n");
    assertThatThrownBy(() -> Committed.read(folder)).hasMessageContaining("is damaged");
  }
}
