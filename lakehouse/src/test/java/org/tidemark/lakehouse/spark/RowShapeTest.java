package org.tidemark.lakehouse.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;
import org.tidemark.lakehouse.Column;
import org.tidemark.lakehouse.ColumnType;
import org.tidemark.lakehouse.Table;

class RowShapeTest {
  private static final Table TABLE =
      Table.of(
          "live",
          "example",
          "one row per example",
          Column.required("query", ColumnType.STRING, "query"),
          Column.required("offset", ColumnType.LONG, "offset"),
          Column.optional("price", ColumnType.DOUBLE, "price"),
          Column.optional("at", ColumnType.TIMESTAMP, "time"),
          Column.optional("text", ColumnType.STRING, "text"));

  private static final StructType GIVEN =
      new StructType()
          .add("nanos", DataTypes.LongType)
          .add("price", DataTypes.DoubleType)
          .add("raw", DataTypes.StringType)
          .add("offset", DataTypes.LongType);

  private static InternalRow given(Long nanos, Double price, String raw, long offset) {
    return new GenericInternalRow(
        new Object[] {nanos, price, raw == null ? null : UTF8String.fromString(raw), offset});
  }

  @Test
  void columnsComeByNameByAnotherNameAsTimesAndAsConstants() {
    RowShape.Making making =
        RowShape.of(TABLE, GIVEN)
            .with("query", "q")
            .withNamed("text", "raw")
            .withTime("at", "nanos")
            .begin();
    InternalRow row = making.of(given(1_999L, 2.5, "wire", 7));
    assertThat(row.getUTF8String(0)).hasToString("q");
    assertThat(row.getLong(1)).isEqualTo(7);
    assertThat(row.getDouble(2)).isEqualTo(2.5);
    assertThat(row.getLong(3)).isEqualTo(1);
    assertThat(row.getUTF8String(4)).hasToString("wire");
    // What a row lacks it does not have from the one before; times before 1970 go down too.
    InternalRow next = making.of(given(-1L, null, null, 8));
    assertThat(next.isNullAt(2)).isTrue();
    assertThat(next.getLong(3)).isEqualTo(-1);
    assertThat(next.isNullAt(4)).isTrue();
    assertThat(next.getUTF8String(0)).hasToString("q");
    assertThat(making.of(given(null, null, null, 8)).isNullAt(3)).isTrue();
  }

  @Test
  void aTableOfConstantsNeedsNoRows() {
    InternalRow row =
        RowShape.of(TABLE, new StructType()).with("query", "q").with("offset", 3).only();
    assertThat(row.getLong(1)).isEqualTo(3);
    assertThat(row.isNullAt(2)).isTrue();
  }

  @Test
  void aRequiredColumnThatNothingGivesIsNamed() {
    assertThatThrownBy(() -> RowShape.of(TABLE, GIVEN).begin())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("query of live.example");
  }

  @Test
  void aColumnThatTheTableLacksAndOneOfAnotherTypeAreRefused() {
    assertThatThrownBy(() -> RowShape.of(TABLE, GIVEN).with("nobody", 1))
        .hasMessageContaining("live.example has no column nobody");
    assertThatThrownBy(() -> RowShape.of(TABLE, GIVEN).withNamed("text", "price"))
        .hasMessageContaining("column text of live.example is STRING")
        .hasMessageContaining("DOUBLE");
    assertThatThrownBy(() -> RowShape.of(TABLE, GIVEN).withTime("at", "price"))
        .hasMessageContaining("price of the given rows must be BIGINT");
    assertThatThrownBy(() -> RowShape.of(TABLE, GIVEN).with("offset", "seven"))
        .hasMessageContaining("offset of live.example is BIGINT");
  }
}
