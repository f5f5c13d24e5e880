package org.tidemark.jobs.validate;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.compare.RunQuantile;
import org.tidemark.jobs.train.RunEnsemble;
import org.tidemark.jobs.train.TrainingFrame;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.Target;
import org.tidemark.models.ensemble.CombineMethod;
import org.tidemark.models.ensemble.CombinedInTime;
import org.tidemark.models.ensemble.MemberScores;
import org.tidemark.models.ensemble.MemberSpread;
import org.tidemark.models.evaluate.Predictions;

/**
 * The out-of-fold scores of a run's ensemble, beside those of its learners: each fold combined by
 * what was known before it.
 */
final class EnsembleRows {
  private EnsembleRows() {}

  /** Combines what the run's learners left in the table and adds it. */
  static void write(TableStore store, NightlyArgs args, CombineMethod method, TrainingFrame frame) {
    Target target = frame.target();
    MemberScores scores =
        RunEnsemble.scores(store, args, frame, store.version(Tables.OOF_PREDICTIONS));
    Predictions combined =
        CombinedInTime.of(scores, method, RunQuantile.level(args.config())).predictions();
    List<Row> stored =
        store
            .read(Tables.OOF_PREDICTIONS)
            .where(args.mine())
            .where(col("learner").equalTo(args.config().list("learners").get(0)))
            .orderBy("event_time_nanos", "instrument", "fold")
            .collectAsList();
    double[] spread = MemberSpread.of(scores);
    int width = target.width();
    List<String> columns = Tables.OOF_PREDICTIONS.columnNames();
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < stored.size(); i++) {
      Object[] values = new Object[columns.size()];
      for (int c = 0; c < values.length; c++) {
        values[c] = stored.get(i).getAs(columns.get(c));
      }
      values[columns.indexOf("learner")] = RunEnsemble.NAME;
      values[columns.indexOf("score")] = (float) combined.scores()[(i + 1) * width - 1];
      values[columns.indexOf("spread")] = spread[i];
      if (width > 1) {
        float[] all = new float[width];
        for (int k = 0; k < width; k++) {
          all[k] = (float) combined.scores()[i * width + k];
        }
        values[columns.indexOf("class_scores")] = all;
      }
      rows.add(RowFactory.create(values));
    }
    store.replace(
        Tables.OOF_PREDICTIONS,
        store.rows(Tables.OOF_PREDICTIONS, rows),
        args.mine() + " AND learner = '" + RunEnsemble.NAME + "'");
  }
}
