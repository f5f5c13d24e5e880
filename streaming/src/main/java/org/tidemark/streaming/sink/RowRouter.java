package org.tidemark.streaming.sink;

import java.io.Serializable;
import java.util.function.Consumer;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import org.tidemark.lakehouse.spark.RowShape;

/**
 * Sends the rows of a micro-batch to the tables that they belong to; goes to all tasks.
 *
 * @param <T> what a task tells of its rows
 */
public interface RowRouter<T extends Serializable> extends Serializable {
  /** Columns of the rows that it takes, which it reads by their places. */
  StructType takes();

  /**
   * Begins in a task.
   *
   * @param outlets of the tables of the batch
   */
  Route<T> begin(Outlets outlets);

  /** The tables that a task writes. */
  interface Outlets {
    /**
     * Takes the rows that rows of a table are made of, each good until the next comes.
     *
     * @throws IllegalArgumentException if the batch does not write the table
     */
    Consumer<InternalRow> to(RowShape shape);
  }

  /** The way of the rows of one task. */
  interface Route<T> {
    /**
     * @param row good until the next comes
     */
    void take(InternalRow row);

    /** After the last row. */
    T total();
  }
}
