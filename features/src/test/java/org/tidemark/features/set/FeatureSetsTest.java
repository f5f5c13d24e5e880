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
import org.tidemark.features.bar.Samplers;
import org.tidemark.features.bar.TimeBars;
import org.tidemark.market.EventKind;

/** The registry of feature sets. */
class FeatureSetsTest {
  @Test
  void everySetIsFoundByItsNameAndAnUnknownNameListsThem() {
    FeatureSets.all()
        .forEach(set -> assertThat(FeatureSets.named(set.name()).hash()).isEqualTo(set.hash()));
    assertThatThrownBy(() -> FeatureSets.named("bars41"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "no feature set is named 'bars41'; known: bars40, core65, quality, signals, flows, momentum,"
                + " regime66, gated73;"
                + " a set of your own needs its jar, by --jars");
  }

  @Test
  void theBarLengthIsPartOfTheIdentity() {
    FeatureSet minutes = FeatureSets.named("bars40");
    FeatureSet hours = FeatureSets.named("bars40", Duration.ofHours(1));
    assertThat(hours.outputNames()).isEqualTo(minutes.outputNames());
    assertThat(hours.hash()).isNotEqualTo(minutes.hash());
    assertThat(minutes.name()).isEqualTo("bars40");
    assertThat(hours.name()).isEqualTo("bars40_3600s");
    assertThat(FeatureSets.suffix(new TimeBars(Duration.ofMillis(500)))).isEqualTo("_500000000ns");
    assertThat(FeatureSets.suffix(Samplers.parse("tick-imbalance-100")))
        .isEqualTo("_tickimbalance100");
    assertThat(hours.sampler().id()).isEqualTo("time-3600s@2");
    assertThat(minutes.lateness()).isZero();
  }

  @Test
  void aSetNamesTheKindsOfEventThatItReadsBesideBars() {
    assertThat(FeatureSets.named("bars40").inputs()).isEmpty();
    assertThat(FeatureSets.named("core65").inputs())
        .containsExactlyInAnyOrder(EventKind.TRADE, EventKind.QUOTE, EventKind.BOOK);
  }

  /** Drivers ship a set to other processes. */
  @Test
  void aSetSurvivesSerialization() throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(FeatureSets.named("core65"));
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(FeatureSets.named("core65"));
    }
  }
}
