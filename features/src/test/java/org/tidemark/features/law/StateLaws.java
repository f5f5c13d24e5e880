package org.tidemark.features.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.tidemark.features.Feature;
import org.tidemark.features.state.StateException;
import org.tidemark.features.state.StateReader;
import org.tidemark.market.Bar;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;
import org.tidemark.testkit.Seeds;

/** Laws about the state: all of it is saved, it is the feature's only memory, and it is its own. */
final class StateLaws {
  private StateLaws() {}

  static void resume(Feature<?> feature) {
    Seeds.forEach(
        6,
        (seed, random) -> {
          List<MarketEvent> log = new RandomLogs(feature).log(random, 400);
          Folds.same(Folds.resumed(feature, log, random), Folds.rows(feature, log), "resumed");
        });
  }

  static void blocks(Feature<?> feature) {
    if (!feature.inputs().isEmpty()) {
      return; // blocks are for features of bars alone
    }
    Seeds.forEach(
        6,
        (seed, random) -> {
          List<Bar> bars =
              new RandomLogs(feature)
                  .log(random, 1_000).stream()
                      .filter(Bar.class::isInstance)
                      .map(Bar.class::cast)
                      .toList();
          Folds.same(Folds.inBlocks(feature, bars, random), Folds.rows(feature, bars), "in blocks");
        });
  }

  static void isolation(Feature<?> feature) {
    Seeds.forEach(3, (seed, random) -> isolated(feature, random));
  }

  private static <S> void isolated(Feature<S> feature, SplittableRandom random) {
    RandomLogs logs = new RandomLogs(feature);
    List<MarketEvent> ours = logs.log(random, 200);
    List<MarketEvent> theirs = logs.generator(new InstrumentId("Y")).events(random, logs.bars(200));
    S one = feature.initial();
    S two = feature.initial();
    List<int[]> ourRows = new ArrayList<>();
    List<int[]> theirRows = new ArrayList<>();
    for (int i = 0; i < Math.max(ours.size(), theirs.size()); i++) {
      step(feature, one, ours, i, ourRows);
      step(feature, two, theirs, i, theirRows);
    }
    Folds.same(ourRows, Folds.rows(feature, ours), "first instrument");
    Folds.same(theirRows, Folds.rows(feature, theirs), "second instrument");
  }

  private static <S> void step(
      Feature<S> feature, S state, List<MarketEvent> log, int at, List<int[]> rows) {
    if (at < log.size()) {
      Folds.feed(feature, state, log.get(at));
      if (log.get(at) instanceof Bar) {
        rows.add(Folds.read(feature, state));
      }
    }
  }

  static void codec(Feature<?> feature) {
    Seeds.forEach(
        5,
        (seed, random) -> {
          List<MarketEvent> log = new RandomLogs(feature).log(random, random.nextInt(300));
          byte[] bytes = Folds.saved(feature, log);
          assertThat(Folds.reloaded(feature, bytes)).as("saved again").isEqualTo(bytes);
          for (int length = 0; length < bytes.length; length += 1 + length / 50) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> feature.load(new StateReader(cut)))
                .as(length + " of " + bytes.length + " bytes")
                .isInstanceOf(StateException.class);
          }
        });
  }

  static void serialization(Feature<?> feature) {
    List<MarketEvent> log = new RandomLogs(feature).log(new SplittableRandom(1), 200);
    Folds.same(Folds.rows(copy(feature), log), Folds.rows(feature, log), "copy");
  }

  private static Feature<?> copy(Feature<?> feature) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(feature);
    } catch (IOException e) {
      throw new UncheckedIOException("it cannot be sent to another process", e);
    }
    ClassLoader loader = feature.getClass().getClassLoader();
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())) {
          @Override
          protected Class<?> resolveClass(ObjectStreamClass type)
              throws IOException, ClassNotFoundException {
            try {
              return Class.forName(type.getName(), false, loader);
            } catch (ClassNotFoundException e) {
              return super.resolveClass(type); // a primitive
            }
          }
        }) {
      return (Feature<?>) in.readObject();
    } catch (IOException e) {
      throw new UncheckedIOException("it does not come back from another process", e);
    } catch (ClassNotFoundException e) {
      throw new AssertionError("a class that was just written is known", e);
    }
  }
}
