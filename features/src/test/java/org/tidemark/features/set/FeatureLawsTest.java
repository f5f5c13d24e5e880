package org.tidemark.features.set;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;
import org.tidemark.features.law.FeatureLaws;

/** Every feature of every registered set keeps the laws, and its slow twin gives the same bits. */
class FeatureLawsTest {
  @TestFactory
  Stream<DynamicContainer> everyRegisteredFeatureKeepsTheLaws() {
    return Registered.features()
        .map(
            feature ->
                dynamicContainer(
                    feature.id().toString(),
                    FeatureLaws.of(feature, Optional.of(Registered::twin))));
  }
}
