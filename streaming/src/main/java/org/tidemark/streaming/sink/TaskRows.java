package org.tidemark.streaming.sink;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.util.TaskFailureListener;
import org.tidemark.lakehouse.spark.DataFileFormat;

/**
 * What one task has made of its rows.
 *
 * @param total what the router tells of them
 * @param tables what there is for each table, in their order
 */
@DefaultSerializer(JavaSerializer.class) // also where somebody has chosen Kryo
record TaskRows<T extends Serializable>(T total, List<TaskOutlet.Ended> tables)
    implements Serializable {

  /** Routes the rows of a task. */
  static <T extends Serializable> TaskRows<T> of(
      Iterator<InternalRow> rows, List<DataFileFormat> formats, int most, RowRouter<T> router) {
    TaskOutlets outlets = new TaskOutlets(formats, most);
    // What a task has written that fails is in nobody's way, but nobody would remove it either.
    TaskContext.get()
        .addTaskFailureListener((TaskFailureListener) (context, error) -> outlets.undo(error));
    RowRouter.Route<T> route = router.begin(outlets);
    while (rows.hasNext()) {
      route.take(rows.next());
    }
    return new TaskRows<>(route.total(), outlets.end());
  }
}
