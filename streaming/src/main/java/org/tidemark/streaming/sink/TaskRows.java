package org.tidemark.streaming.sink;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.util.TaskFailureListener;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.spark.DataFileFormat;
import org.tidemark.lakehouse.spark.RowShape;

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
    Map<String, TaskOutlet> outlets = new LinkedHashMap<>();
    for (DataFileFormat format : formats) {
      outlets.put(format.table().qualifiedName(), new TaskOutlet(format, most));
    }
    // What a task has written that fails is in nobody's way, but nobody would remove it either.
    TaskContext.get()
        .addTaskFailureListener(
            (TaskFailureListener)
                (context, error) -> outlets.values().forEach(outlet -> outlet.undo(error)));
    RowRouter.Route<T> route =
        router.begin(
            shape -> {
              TaskOutlet outlet = outlet(outlets, shape.table());
              RowShape.Making making = shape.begin();
              return given -> outlet.write(making.of(given));
            });
    while (rows.hasNext()) {
      route.take(rows.next());
    }
    return new TaskRows<>(
        route.total(), new ArrayList<>(outlets.values().stream().map(TaskOutlet::end).toList()));
  }

  private static TaskOutlet outlet(Map<String, TaskOutlet> outlets, Table table) {
    return Optional.ofNullable(outlets.get(table.qualifiedName()))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    table.qualifiedName() + " is none of " + outlets.keySet()));
  }
}
