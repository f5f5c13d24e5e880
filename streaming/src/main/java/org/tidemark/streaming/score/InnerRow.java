package org.tidemark.streaming.score;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.unsafe.types.UTF8String;

/** Rows of Java values as Spark has them inside: texts as bytes, numbers one after another. */
final class InnerRow {
  private InnerRow() {}

  /**
   * @param values numbers, bytes, texts of Java or of Spark, arrays of floats, or null
   */
  static InternalRow of(Object... values) {
    Object[] inner = new Object[values.length];
    for (int i = 0; i < inner.length; i++) {
      inner[i] =
          values[i] instanceof String text
              ? UTF8String.fromString(text)
              : values[i] instanceof float[] floats
                  ? UnsafeArrayData.fromPrimitiveArray(floats)
                  : values[i];
    }
    return new GenericInternalRow(inner);
  }
}
