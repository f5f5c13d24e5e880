package org.tidemark.models.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.testkit.Seeds;

/** Spaces, their texts, and the way between values and coordinates. */
class SpaceTest {
  private static final String MIXED =
      "learner=choice(xgboost|logistic),xgboost.depth=int(3,9)@learner=xgboost,"
          + "xgboost.eta=log(0.01,0.3)@learner=xgboost,xgboost.bins=logint(16,1024)@learner=xgboost,"
          + "logistic.ridge=log(0.000001,10)@learner=logistic,rows=float(0.5,1)";

  @Test
  void textsReadBack() {
    Space space = Space.parse(MIXED);
    assertThat(space.id()).isEqualTo(MIXED);
    assertThat(Space.parse(space.id())).isEqualTo(space);
    assertThat(Space.parse("xgboost.depth=int(3,9), xgboost.eta=log(0.01,0.3)").id())
        .isEqualTo("xgboost.depth=int(3,9),xgboost.eta=log(0.01,0.3)");
  }

  @Test
  void coordinatesAreShares() {
    Domain eta = Domain.parse("log(0.01,1)");
    assertThat(((Value.Real) eta.at(0.5)).number()).isCloseTo(0.1, within(1e-15));
    Domain depth = Domain.parse("int(3,6)");
    assertThat(List.of(0.0, 0.24, 0.26, 0.74, 0.76, 1.0))
        .extracting(u -> depth.at(u).text())
        .containsExactly("3", "3", "4", "5", "6", "6");
    assertThat(depth.coordinate(new Value.Whole(4))).isCloseTo(0.375, within(1e-15));
    assertThat(Domain.parse("choice(a|b)").at(1)).isEqualTo(new Value.Word("b"));
  }

  /** Whole numbers and words come back from their coordinate, real ones to a part in 1e12. */
  @Test
  void valuesComeBackFromTheirCoordinates() {
    Seeds.forEach(
        50,
        (seed, random) -> {
          Space space = Space.parse(MIXED);
          double[] point = random.doubles(6).toArray();
          Assignment assignment = space.at(point);
          Assignment again = space.at(space.point(assignment));
          assertThat(again.values().keySet()).isEqualTo(assignment.values().keySet());
          assignment
              .values()
              .forEach(
                  (name, value) -> {
                    if (value instanceof Value.Real real) {
                      assertThat(again.number(name))
                          .isCloseTo(real.number(), within(1e-12 * real.number()));
                    } else {
                      assertThat(again.values().get(name)).isEqualTo(value);
                    }
                  });
          assertThat(space.read(assignment.text())).isEqualTo(assignment);
        });
  }

  @Test
  void cellsOfWholeNumbersTileTheInterval() {
    for (String text : List.of("int(-3,7)", "logint(1,300)")) {
      Domain.Wholes domain = (Domain.Wholes) Domain.parse(text);
      double sum = 0;
      for (long n = domain.low(); n <= domain.high(); n++) {
        Value value = new Value.Whole(n);
        assertThat(domain.coordinate(value)).isCloseTo(sum + domain.cell(value) / 2, within(1e-9));
        sum += domain.cell(value);
      }
      assertThat(sum).isCloseTo(1, within(1e-9));
    }
  }

  @Test
  void conditionsDecideWhatIsThere() {
    Space space = Space.parse(MIXED);
    Assignment logistic = space.at(new double[] {0.9, 0, 0, 0, 0, 0});
    assertThat(logistic.has("xgboost.depth")).isFalse();
    assertThat(logistic.word("learner")).isEqualTo("logistic");
    assertThat(space.point(logistic)[1]).isNaN();
    assertThatThrownBy(() -> logistic.number("xgboost.depth")).hasMessageContaining("has()");
    assertThatThrownBy(() -> logistic.number("learner")).hasMessageContaining("no number");
    assertThatThrownBy(() -> space.read("learner=logistic,logistic.ridge=1,rows=1,xgboost.depth=3"))
        .hasMessageContaining("just when it is there");
    assertThatThrownBy(() -> space.read("learner=logistic,logistic.ridge=11,rows=1"))
        .hasMessageContaining("not in log(0.000001,10)");
    assertThatThrownBy(() -> space.read("learner=logistic,logistic.ridge=1,rows=1,z=1"))
        .hasMessageContaining("does not have");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "x=int(3)",
        "x=int(3,9",
        "x=int(9,3)",
        "x=float(1,1)",
        "x=float(0,Infinity)",
        "x=log(0,1)",
        "x=logint(0,4)",
        "x=choice()",
        "x=choice(a|a)",
        "x=choice(a b)",
        "x=int(1,2)x",
        "x=int(1,2),x=int(1,2)",
        "x=int(1,2)@y=a",
        "y=choice(a|b),x=int(1,2)@y=c",
        "1=int(1,2)",
        "x=int(1,2)@x=1",
        "x=int(1.5,2)",
        "x=int(1,2),",
        "x=normal(0,1)",
        "x=float(-1e308,1e308)",
        "x=int(-9223372036854775808,5)",
        "x=int(0,9223372036854775807)"
      })
  void otherTextsAreRefused(String text) {
    assertThatThrownBy(() -> Space.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
