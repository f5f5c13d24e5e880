package org.tidemark.lakehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TablesTest {
  @Test
  void theElevenBrainTablesHaveTheirExactNames() {
    assertThat(Tables.all().stream().map(Table::name))
        .contains(
            "liquidations",
            "funding_rates",
            "open_interest",
            "sentiment_scores",
            "feature_importance",
            "model_comparisons",
            "model_registry",
            "model_metrics",
            "data_quality_logs",
            "model_manifests",
            "rollback_logs");
  }

  @Test
  void namesAreUnique() {
    assertThat(Tables.all().stream().map(Table::qualifiedName)).doesNotHaveDuplicates();
  }

  @Test
  void statisticsColumnsComeFirst() {
    for (Table table : Tables.all()) {
      Migration.Create creation = (Migration.Create) table.migrations().get(0);
      List<String> first = creation.columns().stream().map(Column::name).toList();
      // What was added later stands last; -1 here.
      int last = table.key().stream().mapToInt(first::indexOf).max().orElse(0);
      assertThat(last).as(table.qualifiedName()).isLessThan(8);
    }
  }

  @Test
  void columnsAreTheFoldOfTheMigrations() {
    Column later = Column.optional("later", ColumnType.DOUBLE, "added in version 2");
    Table table = Tables.RUNS.withMigration(new Migration.AddColumn(later));
    assertThat(table.schemaVersion()).isEqualTo(2);
    assertThat(table.columns()).endsWith(later).hasSize(Tables.RUNS.columns().size() + 1);
  }

  @Test
  void aRequiredColumnCannotBeAddedLater() {
    assertThatThrownBy(
            () ->
                new Migration.AddColumn(
                    Column.required("later", ColumnType.DOUBLE, "older rows lack it")))
        .hasMessageContaining("make it optional");
  }

  @Test
  void aWideTableHasTheBarAndTheOutputs() {
    Table wide = Tables.wide("bars40", List.of(Column.optional("rsi_14", ColumnType.FLOAT, "RSI")));
    assertThat(wide.qualifiedName()).isEqualTo("features.bars40");
    assertThat(wide.columnNames()).startsWith("instrument", "event_time").endsWith("rsi_14");
  }
}
