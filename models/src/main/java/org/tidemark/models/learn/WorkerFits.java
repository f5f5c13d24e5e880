package org.tidemark.models.learn;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.Dependency;
import org.apache.spark.NarrowDependency;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Row;
import scala.collection.Iterator;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction1;

/**
 * The workers of one fit as the tasks of a barrier stage. A task reads the part of the rows whose
 * number is its rank, not its own: XGBoost ranks workers by the address of their host, and its sums
 * follow the ranks, so a part that followed the task would give other bytes on another placement.
 */
final class WorkerFits extends RDD<WorkerResult> {
  private static final long serialVersionUID = 1L;
  private static final ClassTag<WorkerResult> RESULT = ClassTag$.MODULE$.apply(WorkerResult.class);

  private final RDD<Row> parts;
  private final WorkerTask task;

  private WorkerFits(RDD<Row> parts, WorkerTask task) {
    super(parts.sparkContext(), seq(List.<Dependency<?>>of(new AnyPart(parts))), RESULT);
    this.parts = parts;
    this.task = task;
  }

  /** Fits with one worker for each part; the results in order of the tasks. */
  static List<WorkerResult> run(RDD<Row> parts, WorkerTask task) {
    return new WorkerFits(parts, task)
        .barrier()
        .mapPartitions(new Unchanged(), false, RESULT)
        .toJavaRDD()
        .collect();
  }

  @Override
  public Partition[] getPartitions() {
    Partition[] all = parts.partitions();
    Partition[] tasks = new Partition[all.length];
    for (int i = 0; i < all.length; i++) {
      tasks[i] = new WorkerPartition(i, all);
    }
    return tasks;
  }

  @Override
  public Iterator<WorkerResult> compute(Partition split, TaskContext context) {
    Partition[] all = ((WorkerPartition) split).parts();
    WorkerResult result =
        task.run(
            BarrierTaskContext.get(),
            rank -> CollectionConverters.asJava(parts.iterator(all[rank], context)));
    return CollectionConverters.asScala(List.of(result).iterator());
  }

  private static <T> Seq<T> seq(List<T> list) {
    return CollectionConverters.asScala(list).toSeq();
  }

  /** One task, which may read any part. */
  private record WorkerPartition(int index, Partition[] parts) implements Partition {
    private static final long serialVersionUID = 1L;
  }

  /** Every task may read every part: they lie in shuffle files, ready before the stage begins. */
  private static final class AnyPart extends NarrowDependency<Row> {
    private static final long serialVersionUID = 1L;
    private final int count;

    AnyPart(RDD<Row> parts) {
      super(parts);
      this.count = parts.getNumPartitions();
    }

    @Override
    public Seq<Object> getParents(int partition) {
      return seq(java.util.stream.IntStream.range(0, count).<Object>mapToObj(i -> i).toList());
    }
  }

  private static final class Unchanged
      extends AbstractFunction1<Iterator<WorkerResult>, Iterator<WorkerResult>>
      implements Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public Iterator<WorkerResult> apply(Iterator<WorkerResult> results) {
      return results;
    }
  }
}
