package org.tidemark.features.law;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.tidemark.features.Feature;

/**
 * A test class that implements this is a test of every {@link FeatureLaw} for one feature:
 *
 * <pre>{@code
 * class MyFeatureTest implements FeatureLaws {
 *   public Feature<?> feature() { return new MyFeature(); }
 * }
 * }</pre>
 */
public interface FeatureLaws {
  /** The feature that must keep the laws. */
  Feature<?> feature();

  /** Its slow twin, when there is one: then the two must give the same bits. */
  default Optional<FeatureTwin> twin() {
    return Optional.empty();
  }

  /** One test for each law. */
  @TestFactory
  default Stream<DynamicTest> laws() {
    return of(feature(), twin());
  }

  /** One test for each law, for a feature with or without a twin. */
  static Stream<DynamicTest> of(Feature<?> feature, Optional<FeatureTwin> twin) {
    return Stream.concat(
        Stream.of(FeatureLaw.values())
            .map(law -> dynamicTest(law.sentence(), () -> law.check(feature))),
        twin.stream()
            .map(
                t ->
                    dynamicTest(
                        "the slow twin gives the same bits", () -> ValueLaws.twin(feature, t))));
  }
}
