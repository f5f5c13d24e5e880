package org.tidemark.features.set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.tidemark.features.FeatureSet;

/** The registry of feature sets. */
class FeatureSetsTest {
  @Test
  void everySetIsFoundByItsNameAndAnUnknownNameListsThem() {
    FeatureSets.all()
        .forEach(set -> assertThat(FeatureSets.named(set.name()).hash()).isEqualTo(set.hash()));
    assertThatThrownBy(() -> FeatureSets.named("bars41"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no feature set is named 'bars41'; known: bars40");
  }

  @Test
  void theBarLengthIsPartOfTheIdentity() {
    FeatureSet minutes = FeatureSets.named("bars40");
    FeatureSet hours = FeatureSets.named("bars40", Duration.ofHours(1));
    assertThat(hours.outputNames()).isEqualTo(minutes.outputNames());
    assertThat(hours.hash()).isNotEqualTo(minutes.hash());
    assertThat(minutes.name()).isEqualTo("bars40");
    assertThat(hours.name()).isEqualTo("bars40_3600s");
    assertThat(FeatureSets.suffix(Duration.ofMillis(500))).isEqualTo("_500000000ns");
    assertThat(hours.sampler().id()).isEqualTo("time-3600s");
    assertThat(minutes.lateness()).isZero();
  }

  /** Drivers ship a set to other processes. */
  @Test
  void aSetSurvivesSerialization() throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(FeatureSets.named("bars40"));
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(FeatureSets.named("bars40"));
    }
  }
}
