package org.tidemark.lakehouse.spark;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.tidemark.lakehouse.Column;
import org.tidemark.lakehouse.ColumnType;
import org.tidemark.lakehouse.Table;

/** Tables as Spark schemas. */
public final class TableSchemas {
  private TableSchemas() {}

  /** The columns of a table, in order, with nullability. */
  public static StructType of(Table table) {
    StructType schema = new StructType();
    for (Column column : table.columns()) {
      schema = schema.add(column.name(), type(column.type()), !column.isRequired());
    }
    return schema;
  }

  /** The same columns without nullability: Java values are checked when they are written. */
  static StructType open(Table table) {
    StructType schema = new StructType();
    for (Column column : table.columns()) {
      schema = schema.add(column.name(), type(column.type()), true);
    }
    return schema;
  }

  /** The columns as files have them: all may be null, also parts of lists, as Delta has it. */
  static StructType ofFiles(Table table) {
    return open(table).asNullable();
  }

  static DataType type(ColumnType type) {
    return switch (type) {
      case STRING -> DataTypes.StringType;
      case BOOLEAN -> DataTypes.BooleanType;
      case INT -> DataTypes.IntegerType;
      case LONG -> DataTypes.LongType;
      case FLOAT -> DataTypes.FloatType;
      case DOUBLE -> DataTypes.DoubleType;
      case DECIMAL -> DataTypes.createDecimalType(38, 18);
      case FLOATS -> DataTypes.createArrayType(DataTypes.FloatType, false);
      case DOUBLES -> DataTypes.createArrayType(DataTypes.DoubleType, false);
      case DECIMALS -> DataTypes.createArrayType(DataTypes.createDecimalType(38, 18), false);
      case TIMESTAMP -> DataTypes.TimestampType;
      case DATE -> DataTypes.DateType;
      case BINARY -> DataTypes.BinaryType;
    };
  }
}
