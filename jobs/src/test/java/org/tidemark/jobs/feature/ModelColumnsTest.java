package org.tidemark.jobs.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.bar.TimeBars;
import org.tidemark.features.cross.CrossSet;
import org.tidemark.features.cross.Universe;
import org.tidemark.features.set.CrossSets;
import org.tidemark.features.set.FeatureSets;
import org.tidemark.jobs.NightlyConfig;

/** What models read: names, order and identity of a feature set and of a universe beside it. */
class ModelColumnsTest {
  private static final FeatureSet OWN = FeatureSets.named("bars40", TimeBars.ofSeconds(60));

  private static ModelColumns of(String universes, String cross) {
    return ModelColumns.of(OWN, NightlyConfig.of(Map.of("universes", universes, "cross", cross)));
  }

  @Test
  void aFeatureSetAloneKeepsItsNameAndHash() {
    ModelColumns alone = of("coins@1:A,B", "");
    assertThat(alone.name()).isEqualTo(OWN.name());
    assertThat(alone.hash()).isEqualTo(OWN.hash());
    assertThat(alone.names()).isEqualTo(OWN.outputNames());
    assertThat(alone.tables()).hasSize(1);
    assertThat(ModelColumns.notLive(alone.name())).isEmpty();
  }

  @Test
  void theColumnsOfTheUniverseStandBehind() {
    ModelColumns both = of("majors@1:A,C; coins@1:A,B", "coins");
    CrossSet set = CrossSets.of(Universe.parse("coins@1:A,B"), TimeBars.ofSeconds(60));
    assertThat(both.cross()).isEqualTo(Optional.of(set));
    assertThat(both.name()).isEqualTo("bars40+cross_coins");
    assertThat(both.names().subList(0, 40)).isEqualTo(OWN.outputNames());
    assertThat(both.names().subList(40, both.names().size())).isEqualTo(set.outputNames());
    assertThat(both.tables()).hasSize(2);
    assertThat(ModelColumns.notLive(both.name()).orElseThrow()).contains("bars40+cross_coins");
  }

  @Test
  void theHashCoversTheUniverse() {
    List<String> universes =
        List.of("coins@1:A,B", "coins@2:A,B", "coins@1:A,C", "coins@1:A,B[2018-01-01..]");
    assertThat(universes.stream().map(u -> of(u, "coins").hash()).distinct())
        .hasSize(universes.size())
        .doesNotContain(OWN.hash());
    assertThat(of("coins@1:B,A", "coins").hash()).isEqualTo(of("coins@1:A,B", "coins").hash());
  }

  @Test
  void anUnknownUniverseIsRefused() {
    assertThatThrownBy(() -> of("majors@1:A,B", "coins"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'coins' names none of the universes [majors]")
        .hasMessageContaining("coins@1:BTCUSD,ETHUSD");
  }
}
