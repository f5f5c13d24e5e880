package org.tidemark.features.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.Replay;
import org.tidemark.features.set.FeatureSets;
import org.tidemark.lakehouse.EventKind;
import org.tidemark.lakehouse.spark.StoredEvent;
import org.tidemark.market.Bar;
import org.tidemark.market.InstrumentId;
import org.tidemark.testkit.BarGenerator;

/** The batch driver's fold gives the rows and the state of a plain replay, for each instrument. */
class FoldIteratorTest {
  private static StoredEvent stored(Bar bar) {
    StoredEvent event = new StoredEvent();
    event.setInstrument(bar.instrument().value());
    event.setKind(EventKind.BARS.ordinal());
    event.setOffset(bar.offset());
    event.setEventTimeNanos(bar.eventTimeNanos());
    event.setOpenTimeNanos(bar.openTimeNanos());
    event.setFirst(bar.open());
    event.setSecond(bar.high());
    event.setThird(bar.low());
    event.setFourth(bar.close());
    event.setFifth(bar.volume());
    return event;
  }

  @Test
  void rowsAndStatesAreThoseOfOneEventAtATime() {
    FeatureSet set = FeatureSets.named("bars40");
    SplittableRandom random = new SplittableRandom(11);
    List<StoredEvent> input = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    List<byte[]> states = new ArrayList<>();
    // Lengths on both sides of how many events are taken at once.
    int[] lengths = {1, 255, 256, 257, 700};
    for (int i = 0; i < lengths.length; i++) {
      InstrumentId id = new InstrumentId("I" + i);
      Replay replay = set.start();
      for (Bar bar :
          new BarGenerator(id, BarGenerator.minutes().length()).bars(random, lengths[i])) {
        input.add(stored(bar));
        replay.on(bar, row -> expected.add(words(id.value(), row.values())), late -> {});
      }
      states.add(replay.snapshot());
    }
    Map<String, Start> starts = new HashMap<>();
    for (int i = 0; i < lengths.length; i++) {
      starts.put("I" + i, Start.fresh("I" + i, Set.of(EventKind.BARS)));
    }
    List<Ended> ended = new ArrayList<>();
    FoldIterator rows = new FoldIterator(input.iterator(), set, starts::get, ended::add);
    List<String> actual = new ArrayList<>();
    rows.forEachRemaining(row -> actual.add(words(row.getInstrument(), row.getValues())));
    assertThat(actual).isEqualTo(expected);
    assertThat(ended).extracting(Ended::events).containsExactly(1L, 255L, 256L, 257L, 700L);
    for (int i = 0; i < lengths.length; i++) {
      Ended end = ended.get(i);
      assertThat(end.snapshot()).isEqualTo(states.get(i));
      assertThat(end.rows()).isEqualTo(lengths[i]);
    }
  }

  private static String words(String instrument, float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return instrument + Arrays.toString(bits);
  }
}
