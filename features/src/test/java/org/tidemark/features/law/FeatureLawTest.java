package org.tidemark.features.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.tidemark.features.BarBlock;
import org.tidemark.features.Example;
import org.tidemark.features.Feature;
import org.tidemark.features.FeatureDoc;
import org.tidemark.features.Memory;
import org.tidemark.features.Output;
import org.tidemark.features.Warmup;
import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;
import org.tidemark.features.statistic.Window;
import org.tidemark.market.Bar;
import org.tidemark.market.EventKind;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Trade;

/** A lawful feature passes the kit, and for each law there are features that break it. */
class FeatureLawTest {
  /** The very use that the documentation shows. */
  private static final class LawfulTest implements FeatureLaws {
    @Override
    public Feature<?> feature() {
      return new MeanClose();
    }

    @Override
    public Optional<FeatureTwin> twin() {
      return MeanClose.twin();
    }
  }

  /** Keeps its window in itself. */
  private static final class SharedWindow extends MeanClose {
    private final Window window = new Window(BARS);

    @Override
    public void onBar(Window state, Bar bar) {
      window.add(bar.close());
      super.onBar(state, bar);
    }

    @Override
    public double value(Window state) {
      return state.isFull() ? window.sum() / BARS : Double.NaN;
    }
  }

  private static FeatureDoc doc(Warmup warmup, Example example) {
    return FeatureDoc.of("T01", "mean", "none", "arithmetic", warmup, example);
  }

  private static Feature<?> remembering(Memory memory, int bars) {
    return new MeanClose() {
      @Override
      public Memory memory() {
        return memory;
      }

      @Override
      public Window initial() {
        return new Window(bars);
      }

      @Override
      public double value(Window state) {
        return state.isFull() ? state.sum() / bars : Double.NaN;
      }

      @Override
      public FeatureDoc doc() {
        return FeatureLawTest.doc(Warmup.bars(bars), super.doc().example());
      }
    };
  }

  /** What it is that breaks the law, by what it does. */
  private static final Map<FeatureLaw, Map<String, Feature<?>>> OFFENDERS = new LinkedHashMap<>();

  private static void offends(FeatureLaw law, String how, Feature<?> feature) {
    OFFENDERS.computeIfAbsent(law, l -> new LinkedHashMap<>()).put(how, feature);
  }

  static {
    offends(
        FeatureLaw.RESUME,
        "forgets its window",
        new MeanClose() {
          @Override
          public Window load(StateReader in) {
            super.load(in);
            return initial();
          }
        });
    offends(
        FeatureLaw.RESUME,
        "saves single precision",
        new MeanClose() {
          @Override
          public void save(Window state, StateWriter out) {
            Window rounded = new Window(BARS);
            for (int age = state.size() - 1; age >= 0; age--) {
              rounded.add((float) state.ago(age));
            }
            super.save(rounded, out);
          }
        });
    offends(
        FeatureLaw.BLOCKS,
        "takes the bars of a block in before it reads a row",
        new MeanClose() {
          @Override
          public void updateAll(Window state, BarBlock bars, float[][] rows, int at) {
            for (int i = 0; i < bars.size(); i++) {
              update(state, bars.bar(i));
            }
            for (float[] row : rows) {
              read(state, row, at);
            }
          }
        });
    offends(
        FeatureLaw.CAUSALITY,
        "reading a row changes the next",
        new MeanClose() {
          @Override
          public double value(Window state) {
            double value = super.value(state);
            state.add(0);
            return value;
          }
        });
    offends(FeatureLaw.ISOLATION, "keeps its window in itself", new SharedWindow());
    offends(FeatureLaw.MEMORY, "remembers more bars than it says", remembering(Memory.bars(3), 5));
    offends(FeatureLaw.MEMORY, "remembers fewer bars than it says", remembering(Memory.bars(5), 3));
    offends(FeatureLaw.MEMORY, "says that it never forgets", remembering(Memory.unbounded(), 3));
    offends(
        FeatureLaw.READINESS,
        "is ready later than it says",
        new MeanClose() {
          @Override
          public FeatureDoc doc() {
            return FeatureLawTest.doc(Warmup.bars(2), super.doc().example());
          }
        });
    offends(
        FeatureLaw.READINESS,
        "divides by a volume of zero",
        new MeanClose() {
          @Override
          public void onBar(Window state, Bar bar) {
            state.add(bar.close() / bar.volume());
          }
        });
    offends(
        FeatureLaw.CODEC,
        "saves other bytes each time",
        new MeanClose() {
          private long saves;

          @Override
          public void save(Window state, StateWriter out) {
            super.save(state, out);
            out.putLong(saves++);
          }

          @Override
          public Window load(StateReader in) {
            Window window = super.load(in);
            in.getLong();
            return window;
          }
        });
    offends(
        FeatureLaw.CODEC,
        "takes what is left for a whole state",
        new MeanClose() {
          @Override
          public Window load(StateReader in) {
            return in.remaining() < Integer.BYTES ? initial() : super.load(in);
          }
        });
    offends(
        FeatureLaw.CODEC,
        "leaves bytes unread",
        new MeanClose() {
          @Override
          public void save(Window state, StateWriter out) {
            super.save(state, out);
            out.putInt(0);
          }
        });
    offends(
        FeatureLaw.UNDECLARED,
        "takes trades in that it has not asked for",
        new MeanClose() {
          @Override
          public void update(Window state, MarketEvent event) {
            super.update(state, event);
            if (event instanceof Trade trade) {
              state.add(trade.price());
            }
          }
        });
    offends(
        FeatureLaw.DECLARED,
        "asks for quotes and does not look at them",
        new MeanClose() {
          @Override
          public Set<EventKind> inputs() {
            return Set.of(EventKind.QUOTE);
          }
        });
    offends(
        FeatureLaw.EXAMPLE,
        "shows an example that is wrong",
        new MeanClose() {
          @Override
          public FeatureDoc doc() {
            return FeatureLawTest.doc(
                Warmup.bars(BARS), Example.prices(List.of(Example.rise(1, 4)), "", 2.5));
          }
        });
    offends(
        FeatureLaw.DOCUMENTATION,
        "is named as a column of the bar",
        new MeanClose() {
          @Override
          public Output output() {
            return new Output("close", "price", "mean of the last three closes");
          }
        });
    offends(
        FeatureLaw.DOCUMENTATION,
        "has no unit",
        new MeanClose() {
          @Override
          public Output output() {
            return new Output("mean_close_3", "", "mean of the last three closes");
          }
        });
    offends(
        FeatureLaw.SERIALIZATION,
        "holds what cannot be sent",
        new MeanClose() {
          private final Object lock = new Object();

          @Override
          public double value(Window state) {
            synchronized (lock) {
              return super.value(state);
            }
          }
        });
    offends(
        FeatureLaw.SERIALIZATION,
        "leaves a parameter behind",
        new MeanClose() {
          private final transient double scale = Double.parseDouble("2");

          @Override
          public double value(Window state) {
            return scale * super.value(state);
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> aLawfulFeaturePasses() {
    return new LawfulTest().laws();
  }

  @TestFactory
  Stream<DynamicTest> anOffenderIsCaught() {
    List<DynamicTest> tests = new ArrayList<>();
    OFFENDERS.forEach(
        (law, offenders) ->
            offenders.forEach(
                (how, feature) ->
                    tests.add(
                        DynamicTest.dynamicTest(
                            law + ": " + how,
                            () ->
                                assertThatThrownBy(() -> law.check(feature))
                                    .isInstanceOf(AssertionError.class)
                                    .hasMessageContaining(law.sentence())))));
    return tests.stream();
  }

  @Test
  void everyLawHasAnOffender() {
    assertThat(OFFENDERS.keySet()).isEqualTo(EnumSet.allOf(FeatureLaw.class));
  }

  @Test
  void aTwinThatDiffersInTheLastBitIsSeen() {
    MeanClose feature = new MeanClose();
    FeatureTwin right = MeanClose.twin().orElseThrow();
    FeatureTwin wrong =
        (column, log) -> {
          double value = right.value(column, log);
          return log.size() == 150 ? StrictMath.nextUp((float) value) : value;
        };
    assertThatCode(() -> ValueLaws.twin(feature, right)).doesNotThrowAnyException();
    assertThatThrownBy(() -> ValueLaws.twin(feature, wrong)).isInstanceOf(AssertionError.class);
  }

  @Test
  void logsAreLongerThanTheMemoryOfTheFeature() {
    assertThat(new RandomLogs(remembering(Memory.bars(1_000), 1_000)).bars(400)).isEqualTo(1_200);
    assertThatCode(() -> FeatureLaw.MEMORY.check(remembering(Memory.bars(500), 500)))
        .doesNotThrowAnyException();
  }
}
