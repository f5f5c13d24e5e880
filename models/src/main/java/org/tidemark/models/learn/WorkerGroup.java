package org.tidemark.models.learn;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;
import ml.dmlc.xgboost4j.java.Communicator;
import ml.dmlc.xgboost4j.java.RabitTracker;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.apache.spark.BarrierTaskContext;

/**
 * The membership of one task in the group of workers that fit a model. The first task runs the
 * tracker by which they find each other, on its executor: executors reach each other in any case,
 * and the tracker waits for tasks that run already. A group is joined and left by one thread.
 */
final class WorkerGroup implements AutoCloseable {
  /** Seconds that the tracker waits for all workers to join, and for all to leave. */
  private static final int WAIT_SECONDS = 300;

  private final BarrierTaskContext task;
  private final Optional<RabitTracker> tracker;
  private boolean joined;

  private WorkerGroup(BarrierTaskContext task, Optional<RabitTracker> tracker) {
    this.task = task;
    this.tracker = tracker;
  }

  /** Waits for all tasks of the stage to join. */
  static WorkerGroup join(BarrierTaskContext task) throws XGBoostError {
    String host = address(task);
    Optional<RabitTracker> tracker =
        task.partitionId() == 0
            ? Optional.of(new RabitTracker(task.getTaskInfos().length, host, 0, WAIT_SECONDS))
            : Optional.empty();
    WorkerGroup group = new WorkerGroup(task, tracker);
    try {
      group.init(host);
      return group;
    } catch (XGBoostError | RuntimeException e) {
      group.close();
      throw e;
    }
  }

  private void init(String host) throws XGBoostError {
    String port = "";
    if (tracker.isPresent()) {
      tracker.get().start();
      port = tracker.get().getWorkerArgs().get("dmlc_tracker_port").toString();
    }
    Communicator.init(
        Map.of(
            "dmlc_communicator",
            "rabit",
            "dmlc_tracker_uri",
            host,
            "dmlc_tracker_port",
            Integer.valueOf(task.allGather(port)[0]),
            "dmlc_task_id",
            Integer.toString(task.partitionId())));
    joined = true;
  }

  /** Address of the first task's executor, in numbers, as XGBoost wants it. */
  private static String address(BarrierTaskContext task) {
    String first = task.getTaskInfos()[0].address();
    String host = first.substring(0, first.lastIndexOf(':'));
    try {
      return InetAddress.getByName(host).getHostAddress();
    } catch (UnknownHostException e) {
      throw new LearnException("executor " + host + " has no address that workers can reach", e);
    }
  }

  /** Number of this worker in the group, from 0. */
  int rank() throws XGBoostError {
    return Communicator.getRank();
  }

  /** Ends the membership; the tracker stays until every other worker has left too. */
  void leave() throws XGBoostError {
    joined = false;
    Communicator.shutdown();
    if (tracker.isPresent()) {
      tracker.get().waitFor(WAIT_SECONDS);
    }
  }

  /** Ends the membership at once, if it has not ended, and frees the tracker. */
  @Override
  public void close() throws XGBoostError {
    try {
      if (joined) {
        joined = false;
        Communicator.shutdown();
      }
    } finally {
      if (tracker.isPresent()) {
        tracker.get().stop();
      }
    }
  }
}
